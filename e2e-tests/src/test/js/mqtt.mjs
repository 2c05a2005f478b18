// One MQTT.js client. It does nothing of its own accord: it subscribes to nothing unless told to.
import mqtt from 'mqtt';
import { drive, say } from './driver.mjs';

let client;
let up = false;

drive({
  connect({ url, clientId, username, password, clean, reconnectPeriod }) {
    return new Promise((resolve, reject) => {
      client = mqtt.connect(url, {
        clientId,
        username,
        password,
        clean: clean ?? true,
        protocolVersion: 4,
        resubscribe: false,
        reconnectPeriod: reconnectPeriod ?? 0,
        connectTimeout: 10_000,
      });
      client.on('connect', () => {
        up = true;
        say({ event: 'connect' });
      });
      client.on('close', () => {
        // Also said of every attempt that fails.
        if (up) {
          up = false;
          say({ event: 'close' });
        }
      });
      client.on('message', (topic, payload) => say({ event: 'message', topic, payload: payload.toString('base64') }));
      client.once('connect', (connack) => resolve({ sessionPresent: connack.sessionPresent }));
      client.once('error', reject);
      client.on('error', () => {});
    });
  },

  // MQTT.js reports a refused filter as an error; the SUBACK's own code is what counts here.
  subscribe({ filter, qos }) {
    return new Promise((resolve, reject) => {
      const onPacket = (packet) => {
        if (packet.cmd === 'suback') {
          client.off('packetreceive', onPacket);
          resolve({ granted: packet.granted });
        }
      };
      client.on('packetreceive', onPacket);
      client.subscribe(filter, { qos: qos ?? 0 }, (error) => {
        if (error && !/Unspecified error/.test(error.message)) {
          client.off('packetreceive', onPacket);
          reject(error);
        }
      });
    });
  },

  // With QoS 1, done when the broker has acknowledged it.
  publish({ topic, payload, qos }) {
    return client.publishAsync(topic, Buffer.from(payload, 'base64'), { qos: qos ?? 0 }).then(() => ({}));
  },

  // The network goes, no DISCONNECT is sent; with a reconnectPeriod MQTT.js comes back by itself.
  async drop() {
    client.stream.destroy();
    return {};
  },

  // Back after a loss without a reconnectPeriod, under the same client id.
  reconnect() {
    return new Promise((resolve, reject) => {
      client.once('connect', (connack) => resolve({ sessionPresent: connack.sessionPresent }));
      client.once('error', reject);
      client.reconnect();
    });
  },

  async end() {
    await client.endAsync(true);
    return {};
  },
});
