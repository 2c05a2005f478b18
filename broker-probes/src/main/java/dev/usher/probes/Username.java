package dev.usher.probes;

/**
 * Who a client logs in as. Does not print its password.
 *
 * @param aclProfile the name of its ACL profile; empty if probes made none
 */
public record Username(String vpn, String name, String password, String aclProfile) {

    public Username withPassword(String other) {
        return new Username(vpn, name, other, aclProfile);
    }

    public Username inVpn(String other) {
        return new Username(other, name, password, aclProfile);
    }

    @Override
    public String toString() {
        return "Username[" + name + "]";
    }
}
