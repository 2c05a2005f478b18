package dev.usher.broker.semp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Who may ask. Basic credentials open a session whose cookie may stand for them afterwards; a client that ignores
 * cookies opens one per request and can run the broker out of them (SEMP v2 spec 2.30, Authentication; idle timeout
 * 15 minutes). Thread-safe.
 */
final class SempSessions {

    enum Outcome {
        ADMITTED,
        DENIED,
        /** No session slot is free. */
        FULL
    }

    /**
     * @param user who asks; null unless admitted
     * @param newCookie what to set when this request opened a session
     */
    record Login(Outcome outcome, SempUser user, Optional<String> newCookie) {}

    private record Session(SempUser user, Instant lastUsed) {}

    private static final String COOKIE = "ProxySession";
    private static final Duration IDLE = Duration.ofMinutes(15);

    private final Clock clock;
    private final SempBehaviour behaviour;
    private final Map<SempUser, byte[]> expected = new LinkedHashMap<>();
    private final Map<String, Session> sessions = new HashMap<>();

    SempSessions(String adminUser, String adminPassword, Clock clock, SempBehaviour behaviour) {
        this.clock = clock;
        this.behaviour = behaviour;
        admit(new SempUser(adminUser, false), adminPassword);
    }

    synchronized void admit(SempUser user, String password) {
        String basic =
                Base64.getEncoder().encodeToString((user.name() + ":" + password).getBytes(StandardCharsets.UTF_8));
        expected.put(user, ("Basic " + basic).getBytes(StandardCharsets.UTF_8));
    }

    synchronized Login login(String authorization, String cookies) {
        Instant now = clock.instant();
        sessions.values().removeIf(s -> s.lastUsed().plus(IDLE).isBefore(now));
        SempUser known = authorization == null ? null : userOf(authorization);
        String cookie = sessionOf(cookies);
        Session session = cookie == null ? null : sessions.get(cookie);
        if (session != null && (authorization == null || session.user().equals(known))) {
            sessions.put(cookie, new Session(session.user(), now));
            return new Login(Outcome.ADMITTED, session.user(), Optional.empty());
        }
        if (known == null) {
            return new Login(Outcome.DENIED, null, Optional.empty());
        }
        if (sessions.size() >= behaviour.sessionSlots()) {
            return new Login(Outcome.FULL, null, Optional.empty());
        }
        String opened = UUID.randomUUID().toString();
        sessions.put(opened, new Session(known, now));
        return new Login(
                Outcome.ADMITTED,
                known,
                Optional.of(COOKIE + "=" + opened + "; Path=/SEMP; HttpOnly; SameSite=Strict"));
    }

    private SempUser userOf(String authorization) {
        byte[] given = authorization.getBytes(StandardCharsets.UTF_8);
        return expected.entrySet().stream()
                .filter(e -> MessageDigest.isEqual(e.getValue(), given))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static String sessionOf(String cookies) {
        if (cookies == null) {
            return null;
        }
        for (String cookie : cookies.split(";", -1)) {
            String[] pair = cookie.trim().split("=", 2);
            if (pair.length == 2 && pair[0].equals(COOKIE)) {
                return pair[1];
            }
        }
        return null;
    }
}
