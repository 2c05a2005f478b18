package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Usher;
import io.vertx.core.Future;

/** What all writes of rights have in common: done or only tried, and answered in the same ways. */
final class Writes {
    private final Usher usher;

    Writes(Usher usher) {
        this.usher = usher;
    }

    /** A write that makes nothing new. */
    Future<Answer> write(ApiRequest request, Intent intent) {
        return request.dryRun()
                ? usher.preview(intent, request.cut()).map(PreviewJson::answer)
                : usher.write(intent, request.cut(), request.caller(), request.waitFor())
                        .map(ChangeJson::answer);
    }

    /** A write that may make something new, which is found at the location then. */
    Future<Answer> define(ApiRequest request, Intent intent, String location) {
        return request.dryRun()
                ? usher.preview(intent, request.cut()).map(PreviewJson::answer)
                : usher.write(intent, request.cut(), request.caller(), request.waitFor())
                        .map(change -> ChangeJson.answer(change, location));
    }

    /** What the path calls it; a body that calls it otherwise is complained of. */
    static String id(ApiRequest request, String parameter, Complaints complaints) {
        String id = request.pathParameter(parameter);
        if (!request.body().getString("id", id).equals(id)) {
            complaints.add("/id", "is not the name in the path, " + id + "; leave it out or write it the same");
        }
        return id;
    }
}
