package dev.usher.semp;

/** The three APIs of SEMP v2, at their public base paths. */
enum SempApi {
    CONFIG("/SEMP/v2/config"),
    MONITOR("/SEMP/v2/monitor"),
    ACTION("/SEMP/v2/action");

    private final String basePath;

    SempApi(String basePath) {
        this.basePath = basePath;
    }

    String basePath() {
        return basePath;
    }
}
