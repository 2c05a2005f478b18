package dev.usher.broker.semp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Who may ask. Basic credentials open a session whose cookie may stand for them afterwards; a client that ignores
 * cookies opens one per request and can run the broker out of them (SEMP v2 spec 2.30, Authentication; idle timeout
 * 15 minutes). Used from one thread at a time.
 */
final class SempSessions {

    enum Outcome {
        ADMITTED,
        DENIED,
        /** No session slot is free. */
        FULL
    }

    /** @param newCookie what to set when this request opened a session */
    record Login(Outcome outcome, Optional<String> newCookie) {}

    private static final String COOKIE = "ProxySession";
    private static final Duration IDLE = Duration.ofMinutes(15);

    private final byte[] expected;
    private final Clock clock;
    private final SempBehaviour behaviour;
    private final Map<String, Instant> lastUsed = new HashMap<>();

    SempSessions(String user, String password, Clock clock, SempBehaviour behaviour) {
        String basic = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        this.expected = ("Basic " + basic).getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
        this.behaviour = behaviour;
    }

    Login login(String authorization, String cookies) {
        Instant now = clock.instant();
        lastUsed.values().removeIf(used -> used.plus(IDLE).isBefore(now));
        String session = sessionOf(cookies);
        if (session != null && lastUsed.containsKey(session) && (authorization == null || matches(authorization))) {
            lastUsed.put(session, now);
            return new Login(Outcome.ADMITTED, Optional.empty());
        }
        if (authorization == null || !matches(authorization)) {
            return new Login(Outcome.DENIED, Optional.empty());
        }
        if (lastUsed.size() >= behaviour.sessionSlots()) {
            return new Login(Outcome.FULL, Optional.empty());
        }
        String opened = UUID.randomUUID().toString();
        lastUsed.put(opened, now);
        return new Login(
                Outcome.ADMITTED, Optional.of(COOKIE + "=" + opened + "; Path=/SEMP; HttpOnly; SameSite=Strict"));
    }

    private boolean matches(String authorization) {
        return MessageDigest.isEqual(expected, authorization.getBytes(StandardCharsets.UTF_8));
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
