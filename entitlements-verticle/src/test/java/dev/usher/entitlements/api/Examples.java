package dev.usher.entitlements.api;

import dev.usher.entitlements.api.ApiHarness.Reply;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.TreeMap;

/** One valid request for every operation of the contract. */
enum Examples {
    OPEN_SEAT("openSeat", "POST", "/v1/seats", "{\"user\":\"alice\"}"),
    LIST_SEATS("listSeats", "GET", "/v1/seats?user=alice", null),
    GET_SEAT("getSeat", "GET", "/v1/seats/seat-1", null),
    CLOSE_SEAT("closeSeat", "DELETE", "/v1/seats/seat-1", null),
    GET_ENTITLEMENTS("getEntitlements", "GET", "/v1/users/alice/entitlements", null),
    SET_USER_STATUS("setUserStatus", "PUT", "/v1/users/alice/status", "{\"status\":\"suspended\"}"),
    SET_GROUP_PRODUCTS("setGroupProducts", "PUT", "/v1/groups/g/products", "{\"products\":[]}"),
    GET_CHANGE("getChange", "GET", "/v1/changes/change-1", null);

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

    Reply sendTo(ApiHarness api, Map<String, String> credentials) {
        Map<String, String> headers = new TreeMap<>(credentials);
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        return api.send(HttpMethod.valueOf(method), uri, headers, body);
    }
}
