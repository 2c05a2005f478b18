// One MQTT.js client, driven over stdin and stdout: one JSON object a line, each command answered by its id.
// The client does nothing of its own accord: it subscribes to nothing unless told to.
import { createInterface } from 'node:readline';
import mqtt from 'mqtt';

let client;

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const commands = {
  connect({ url, clientId, username, password, reconnectPeriod }) {
    return new Promise((resolve, reject) => {
      client = mqtt.connect(url, {
        clientId,
        username,
        password,
        clean: true,
        protocolVersion: 4,
        resubscribe: false,
        reconnectPeriod: reconnectPeriod ?? 0,
        connectTimeout: 10_000,
      });
      client.on('connect', () => say({ event: 'connect' }));
      client.on('close', () => say({ event: 'close' }));
      client.on('message', (topic, payload) => say({ event: 'message', topic, payload: payload.toString('base64') }));
      client.once('connect', () => resolve({}));
      client.once('error', reject);
      client.on('error', () => {});
    });
  },

  // MQTT.js reports a refused filter as an error; the SUBACK's own code is what counts here.
  subscribe({ filter }) {
    return new Promise((resolve, reject) => {
      const onPacket = (packet) => {
        if (packet.cmd === 'suback') {
          client.off('packetreceive', onPacket);
          resolve({ granted: packet.granted });
        }
      };
      client.on('packetreceive', onPacket);
      client.subscribe(filter, { qos: 0 }, (error) => {
        if (error && !/Unspecified error/.test(error.message)) {
          client.off('packetreceive', onPacket);
          reject(error);
        }
      });
    });
  },

  publish({ topic, payload }) {
    return client.publishAsync(topic, Buffer.from(payload, 'base64'), { qos: 0 }).then(() => ({}));
  },

  // The network goes, no DISCONNECT is sent; with a reconnectPeriod MQTT.js comes back by itself.
  async drop() {
    client.stream.destroy();
    return {};
  },

  // Back after a drop without a reconnectPeriod, under the same client id.
  reconnect() {
    return new Promise((resolve, reject) => {
      client.once('connect', () => resolve({}));
      client.once('error', reject);
      client.reconnect();
    });
  },

  async end() {
    await client.endAsync(true);
    return {};
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, command, ...args } = JSON.parse(line);
  // Answered when done; the next command is read meanwhile.
  Promise.resolve()
    .then(() => commands[command](args))
    .then((result) => say({ id, ...result }))
    .catch((error) => say({ id, error: error.message }));
}
process.exit(0);
