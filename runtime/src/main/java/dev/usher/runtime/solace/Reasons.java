package dev.usher.runtime.solace;

import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Says what JCSMP's exceptions mean to an operator, with the way out where one is known. */
final class Reasons {

    /** Where JCSMP names the sockets: of no use, and different each time. */
    private static final Pattern SOCKETS = Pattern.compile("\\(\\(Client name: .*?\\) - \\)\\s*");

    private Reasons() {}

    /** What happened and, since JCSMP wraps the interesting part, what was at the bottom of it. */
    static String of(Throwable e) {
        if (e instanceof ConnectionProblem) {
            return e.getMessage();
        }
        List<Throwable> chain = chain(e);
        Optional<JCSMPErrorResponseException> answer = refusal(e);
        if (answer.isPresent()) {
            return "the broker refused: " + answer.get().getResponseCode() + " "
                    + answer.get().getResponsePhrase()
                    + wayOut(answer.get().getSubcodeEx());
        }
        Throwable root = chain.get(chain.size() - 1);
        String said = e.getClass().getSimpleName() + ": " + e.getMessage();
        return SOCKETS.matcher(root == e ? said : said + " (" + root + ")").replaceAll("") + wayOut(chain);
    }

    /** The broker's answer, if it was one that made the connection fail. */
    static Optional<JCSMPErrorResponseException> refusal(Throwable e) {
        return chain(e).stream()
                .filter(JCSMPErrorResponseException.class::isInstance)
                .map(JCSMPErrorResponseException.class::cast)
                .findFirst();
    }

    private static String wayOut(int subcode) {
        return switch (subcode) {
            case JCSMPErrorResponseSubcodeEx.UNAUTHORIZED, JCSMPErrorResponseSubcodeEx.LOGIN_FAILURE ->
                "; check username and password, or whom the certificate or token is for";
            case JCSMPErrorResponseSubcodeEx.UNTRUSTED_CLIENT_CERTIFICATE ->
                "; the broker does not know the authority that issued the certificate in clientCertificate.keyStore";
            case JCSMPErrorResponseSubcodeEx.CLIENT_CERTIFICATE_DATE_INVALID ->
                "; renew the certificate in clientCertificate.keyStore";
            case JCSMPErrorResponseSubcodeEx.BASIC_AUTHENTICATION_IS_SHUTDOWN,
                    JCSMPErrorResponseSubcodeEx.CLIENT_CERTIFICATE_AUTHENTICATION_IS_SHUTDOWN ->
                "; switch this way to log in on in the Message VPN, or use another";
            default -> "";
        };
    }

    private static String wayOut(List<Throwable> chain) {
        if (any(chain, CertificateExpiredException.class) || any(chain, CertificateNotYetValidException.class)) {
            return "; the broker's certificate, or this clock, is out of date: renew it on the broker";
        }
        if (said(chain, "subject alternative") || said(chain, "no name matching") || said(chain, "common name")) {
            return "; the broker's certificate is not for this host: write in hosts a name that it holds";
        }
        if (any(chain, CertPathValidatorException.class)
                || any(chain, CertPathBuilderException.class)
                || said(chain, "unable to find valid certification path")) {
            return "; the broker's certificate is not trusted: put that of its authority into tls.trustStore";
        }
        return said(chain, "received fatal alert")
                ? "; the broker broke off the TLS handshake: look at the certificates on both sides"
                : "";
    }

    private static boolean any(List<Throwable> chain, Class<? extends Throwable> type) {
        return chain.stream().anyMatch(type::isInstance);
    }

    private static boolean said(List<Throwable> chain, String part) {
        return chain.stream()
                .map(Throwable::getMessage)
                .anyMatch(text -> text != null && text.toLowerCase(Locale.ROOT).contains(part));
    }

    private static List<Throwable> chain(Throwable e) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> chain = new ArrayList<>();
        for (Throwable each = e; each != null && seen.add(each); each = each.getCause()) {
            chain.add(each);
        }
        return chain;
    }
}
