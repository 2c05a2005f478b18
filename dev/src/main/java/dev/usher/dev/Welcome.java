package dev.usher.dev;

import java.io.PrintWriter;

/** What {@code usher dev} prints: where everything is and what to try. */
final class Welcome {
    private Welcome() {}

    static void print(PrintWriter out, DevStack stack, long millis) {
        String api = stack.api().toString();
        out.printf(
                """
                usher dev is ready after %d.%d s. Everything listens on loopback and is gone after Ctrl-C.

                  Kafka                    %s   topic %s
                  Solace stand-in, SMF     %s   %s
                  Solace stand-in, MQTT    %s
                  Solace stand-in, SEMP    %s   admin/admin
                  PostgreSQL               127.0.0.1:%d
                  entitlements API         %s/v1   contract at /openapi.yaml
                  entitlements management  %s/ready   /metrics
                  bridge management        %s/ready   /metrics

                Prices are published on US/NASDAQ/... and US/NYSE/... . alice (password alice) is entitled to NASDAQ,
                bob (password bob) to both; control (password control) is an ordinary client that sees everything.

                Try it, in another terminal:
                  export USHER=%s/v1 TOKEN=%s
                  node dev/try/watch.mjs %s alice
                  curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' $USHER/seats \\
                    -d '{"user":"alice","client":{"kind":"mqtt","id":"alice-tab"}}'
                  curl -s -X PUT -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
                    $USHER/users/alice/status -d '{"status":"suspended","reason":"trying it out"}'

                """,
                millis / 1000,
                millis % 1000 / 100,
                stack.kafka().bootstrapServers(),
                DevStack.PRICES,
                stack.broker().smfHost(),
                stack.broker().smfWebSocketUri(),
                stack.broker().mqttWebSocketUri(),
                stack.broker().sempUri(),
                stack.database().port(),
                api,
                stack.entitlementsManagement(),
                stack.bridgeManagement(),
                api,
                stack.token().reveal(),
                stack.broker().mqttWebSocketUri());
        out.flush();
    }
}
