// What a browser tab does, in a terminal: connects over WebSocket and prints what arrives. It subscribes to nothing,
// unless a filter is given as the third argument; the broker's answer to that is printed.
//   node watch.mjs <url> <user> [filter]
import mqtt from 'mqtt';

const [url, user, filter] = process.argv.slice(2);
if (!user) {
  console.error('usage: node watch.mjs <url> <user> [filter]');
  process.exit(2);
}

// The name that the seat is opened for; whoever tries to subscribe is another tab. The password of each user of
// `usher dev` is the user's name.
const clientId = filter ? `${user}-trying` : `${user}-tab`;
const client = mqtt.connect(url, { clientId, username: user, password: user, protocolVersion: 4, resubscribe: false });

client.on('connect', () => {
  console.log(`connected as ${user}, client id ${clientId}`);
  if (filter) {
    client.on('packetreceive', (packet) => {
      if (packet.cmd === 'suback') {
        const code = packet.granted[0];
        console.log(`SUBSCRIBE ${filter}: SUBACK 0x${code.toString(16).padStart(2, '0')} ${code < 0x80 ? 'granted' : 'refused'}`);
      }
    });
    client.subscribe(filter, { qos: 0 }, () => {});
  }
});
client.on('close', () => console.log('connection closed'));
client.on('error', (error) => console.log(`error: ${error.message}`));
client.on('message', (topic, payload) => console.log(`${topic}  ${payload}`));
