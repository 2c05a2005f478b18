// One client as the guide has it, with MQTT.js.
import { drive, say } from './driver.mjs';
import { connect } from './samples/browser-mqtt.mjs';

const message = (topic, payload) => say({ event: 'message', topic, payload: Buffer.from(payload).toString('base64') });

drive({
  connect({ url, seat, password }) {
    return new Promise((resolve, reject) => {
      const client = connect(url, seat, password, message, (notice) => message(seat.noticeTopic, JSON.stringify(notice)));
      client.on('connect', () => say({ event: 'connect' }));
      client.once('connect', () => resolve({}));
      client.once('error', reject);
      client.on('error', () => {});
    });
  },
});
