package dev.usher.entitlements.core;

import dev.usher.entitlements.core.UsernameReport.Standing;
import dev.usher.entitlements.core.port.AclProfiles;
import dev.usher.entitlements.core.port.Directory;
import dev.usher.entitlements.core.port.Urgency;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Joins a broker's client usernames with who is mapped to them and which are in our care. */
final class Usernames {
    private final Directory directory;

    Usernames(Directory directory) {
        this.directory = directory;
    }

    /** As {@link Usher#usernames}, in order of the names. */
    Future<List<UsernameReport>> of(BrokerDesk desk, Urgency urgency) {
        String broker = desk.broker().name();
        Future<List<AclProfiles.Standing>> standings =
                desk.broker().aclProfiles().standings(urgency);
        Future<List<Connection>> roster = desk.broker().view().roster(urgency);
        Future<Map<String, String>> users = directory.usersByClientUsername(broker);
        Future<List<Adoption>> adoptions = directory.adoptions(broker);
        return Future.all(standings, roster, users, adoptions)
                .map(read -> new Join(
                                desk,
                                byName(standings.result(), AclProfiles.Standing::clientUsername),
                                roster.result().stream().collect(Collectors.groupingBy(Connection::clientUsername)),
                                users.result(),
                                byName(adoptions.result(), Adoption::clientUsername))
                        .reports());
    }

    private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
        return all.stream().collect(Collectors.toMap(name, Function.identity(), (former, latter) -> latter));
    }

    private record Verdict(Standing standing, String reason) {}

    private record Join(
            BrokerDesk desk,
            Map<String, AclProfiles.Standing> standings,
            Map<String, List<Connection>> roster,
            Map<String, String> users,
            Map<String, Adoption> adoptions) {
        List<UsernameReport> reports() {
            Set<String> names = new TreeSet<>(standings.keySet());
            names.addAll(users.keySet());
            return names.stream().map(this::report).toList();
        }

        private UsernameReport report(String name) {
            Optional<AclProfiles.Standing> standing = Optional.ofNullable(standings.get(name));
            Optional<Adoption> adoption = Optional.ofNullable(adoptions.get(name));
            Optional<String> user = Optional.ofNullable(users.get(name));
            Verdict verdict = verdict(name, user, adoption, standing);
            return new UsernameReport(
                    desk.broker().name(),
                    name,
                    user,
                    standing.map(AclProfiles.Standing::aclProfile).orElse(""),
                    standing.map(AclProfiles.Standing::clientProfile).orElse(""),
                    adoption,
                    roster.getOrDefault(name, List.of()).stream()
                            .map(Connection::clientName)
                            .sorted()
                            .toList(),
                    verdict.standing(),
                    verdict.reason());
        }

        private Verdict verdict(
                String name,
                Optional<String> user,
                Optional<Adoption> adoption,
                Optional<AclProfiles.Standing> standing) {
            String broker = desk.broker().name();
            Custody custody = Custody.of(
                    new UserOnBroker(user.orElse(""), broker, name),
                    adoption,
                    standing,
                    desk.broker().terms());
            if (custody instanceof Custody.Shared shared) {
                return new Verdict(Standing.SHARED, shared.reason());
            }
            if (custody instanceof Custody.Absent absent) {
                return new Verdict(Standing.MISSING, absent.reason());
            }
            boolean fenced = standing.orElseThrow().aclProfile().startsWith(ProfileSpec.PREFIX);
            boolean released = adoption.filter(a -> !a.isOurs()).isPresent();
            if (custody instanceof Custody.Ours && (fenced || adoption.isPresent())) {
                return new Verdict(Standing.ADOPTED, ours(user, fenced));
            }
            if (user.isEmpty()) {
                return new Verdict(
                        Standing.UNMAPPED,
                        "nobody is mapped to client username " + name + " on broker " + broker
                                + "; map a user to it first");
            }
            if (released && fenced) {
                return new Verdict(
                        Standing.ADOPTABLE,
                        "released, but not given its former profiles back yet; release it again to complete that, or"
                                + " adopt it again");
            }
            return new Verdict(
                    Standing.ADOPTABLE,
                    custody instanceof Custody.Ours
                            ? "is adopted when its user is first enforced"
                            : released ? "was released; adopt it again" : "can be adopted");
        }

        private static String ours(Optional<String> user, boolean fenced) {
            if (!fenced) {
                return "in our care; the next run puts it behind its profile";
            }
            return user.isPresent()
                    ? "in our care"
                    : "in our care and mapped to nobody: its clients hold nothing; map a user to it or release it";
        }
    }
}
