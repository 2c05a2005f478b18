package dev.usher.entitlements.api;

import dev.usher.entitlements.api.ApiHarness.Reply;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.TreeMap;

/** One valid request for every operation of the contract. */
enum Examples {
    LIST_PRODUCTS("listProducts", "GET", "/v1/products", null),
    GET_PRODUCT("getProduct", "GET", "/v1/products/nasdaq-l1", null),
    PUT_PRODUCT("putProduct", "PUT", "/v1/products/nasdaq-l1", "{\"filters\":[\"US/NASDAQ/>\"]}"),
    DELETE_PRODUCT("deleteProduct", "DELETE", "/v1/products/nasdaq-l1", null),
    LIST_GROUPS("listGroups", "GET", "/v1/groups", null),
    GET_GROUP("getGroup", "GET", "/v1/groups/us-traders", null),
    PUT_GROUP("putGroup", "PUT", "/v1/groups/us-traders", "{\"grants\":[{\"product\":\"nasdaq-l1\"}]}"),
    DELETE_GROUP("deleteGroup", "DELETE", "/v1/groups/us-traders", null),
    SET_GROUP_PRODUCTS("setGroupProducts", "PUT", "/v1/groups/g/products", "{\"products\":[]}"),
    LIST_USERS("listUsers", "GET", "/v1/users", null),
    GET_USER("getUser", "GET", "/v1/users/alice", null),
    PUT_USER("putUser", "PUT", "/v1/users/alice", "{\"groups\":[\"us-traders\"]}"),
    DELETE_USER("deleteUser", "DELETE", "/v1/users/alice", null),
    GET_ENTITLEMENTS("getEntitlements", "GET", "/v1/users/alice/entitlements", null),
    SET_USER_STATUS("setUserStatus", "PUT", "/v1/users/alice/status", "{\"status\":\"suspended\"}"),
    OPEN_SEAT("openSeat", "POST", "/v1/seats", "{\"user\":\"alice\"}"),
    PUT_SEAT("putSeat", "PUT", "/v1/seats/seat-1", "{\"user\":\"alice\"}"),
    SET_SEAT_EXPIRY("setSeatExpiry", "PUT", "/v1/seats/seat-1/expiry", "{\"expiresInSeconds\":60}"),
    LIST_SEATS("listSeats", "GET", "/v1/seats?user=alice", null),
    GET_SEAT("getSeat", "GET", "/v1/seats/seat-1", null),
    CLOSE_SEAT("closeSeat", "DELETE", "/v1/seats/seat-1", null),
    CHECK_ACCESS("checkAccess", "POST", "/v1/check", "{\"user\":\"alice\",\"topics\":[\"US/NASDAQ/AAPL\"]}"),
    GET_CHANGE("getChange", "GET", "/v1/changes/change-1", null),
    GET_CATALOG("getCatalog", "GET", "/v1/catalog", null),
    APPLY_CATALOG("applyCatalog", "PUT", "/v1/catalog", "{\"groups\":[{\"id\":\"us-traders\"}]}"),
    LIST_BROKERS("listBrokers", "GET", "/v1/brokers", null),
    LIST_CLIENT_USERNAMES("listClientUsernames", "GET", "/v1/brokers/default/client-usernames", null),
    ADOPT_CLIENT_USERNAMES(
            "adoptClientUsernames", "POST", "/v1/brokers/default/adoptions", "{\"clientUsernames\":[\"alice-cu\"]}"),
    RELEASE_CLIENT_USERNAMES(
            "releaseClientUsernames", "POST", "/v1/brokers/default/releases", "{\"clientUsernames\":[\"alice-cu\"]}");

    final String operationId;
    final String method;
    final String uri;
    final String body;

    Examples(String operationId, String method, String uri, String body) {
        this.operationId = operationId;
        this.method = method;
        this.uri = uri;
        this.body = body;
    }

    /** Whether it changes something: a check is a question with a body. */
    boolean isWrite() {
        return !method.equals("GET") && this != CHECK_ACCESS;
    }

    Reply sendTo(ApiHarness api, Map<String, String> credentials) {
        return sendTo(api, credentials, uri);
    }

    Reply tryOn(ApiHarness api) {
        return sendTo(api, api.authorized(), uri + "?dryRun=true");
    }

    private Reply sendTo(ApiHarness api, Map<String, String> credentials, String uri) {
        Map<String, String> headers = new TreeMap<>(credentials);
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        return api.send(HttpMethod.valueOf(method), uri, headers, body);
    }
}
