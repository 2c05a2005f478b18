// The browser's side, with MQTT.js.
import mqtt from 'mqtt';

// tag::connect[]
// `seat` is what the auth service answered; `password` is the user's own on the broker, or a token if it takes those.
export function connect(url, seat, password, onData, onNotice) {
  const client = mqtt.connect(url, {
    protocolVersion: 4,
    clientId: seat.client.id,
    username: seat.clientUsername,
    password,
    clean: true,
    resubscribe: false, // There is nothing to subscribe to: the seat brings its subscriptions.
    reconnectPeriod: 1000, // After a lost connection they are there again.
  });
  client.on('message', (topic, payload) => {
    if (topic === seat.noticeTopic) {
      onNotice(JSON.parse(new TextDecoder().decode(payload)));
    } else {
      onData(topic, payload);
    }
  });
  return client;
}
// end::connect[]
