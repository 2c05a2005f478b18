package dev.usher.semp;

import io.netty.handler.codec.http.cookie.Cookie;
import io.vertx.ext.web.client.spi.CookieStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the cookie of the management session, of which a broker has few: without it every request would log in and take another
 * slot until it expires (PubSub+ docs, SEMP API Architecture). A client talks to one host only, so domain and path do not matter.
 */
final class SessionCookies implements CookieStore {
    private final Map<String, Cookie> cookies = new ConcurrentHashMap<>();

    @Override
    public Iterable<Cookie> get(Boolean ssl, String domain, String path) {
        return List.copyOf(cookies.values()).stream()
                .filter(cookie -> Boolean.TRUE.equals(ssl) || !cookie.isSecure())
                .toList();
    }

    @Override
    public CookieStore put(Cookie cookie) {
        // Max-Age 0 is how a server takes a cookie back.
        if (cookie.maxAge() == 0) {
            return remove(cookie);
        }
        cookies.put(cookie.name(), cookie);
        return this;
    }

    @Override
    public CookieStore remove(Cookie cookie) {
        cookies.remove(cookie.name());
        return this;
    }

    /** Forgets the session; true if there was one. */
    boolean clear() {
        boolean any = !cookies.isEmpty();
        cookies.clear();
        return any;
    }
}
