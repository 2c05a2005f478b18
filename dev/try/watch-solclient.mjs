// The same as watch.mjs, with solclientjs: SMF over WebSocket. It subscribes to nothing, unless a filter is given as the
// third argument; the broker's answer to that is printed.
//   node watch-solclient.mjs <url> <user> [filter]
import solace from 'solclientjs';

const [url, user, filter] = process.argv.slice(2);
if (!user) {
  console.error('usage: node watch-solclient.mjs <url> <user> [filter]');
  process.exit(2);
}

const properties = new solace.SolclientFactoryProperties();
properties.profile = solace.SolclientFactoryProfiles.version10_5;
properties.logLevel = solace.LogLevel.FATAL;
solace.SolclientFactory.init(properties);

// The name that the seat is opened for; whoever tries to subscribe is another tab. The password of each user of
// `usher dev` is the user's name.
const clientName = filter ? `${user}-trying` : `${user}-tab`;
const session = solace.SolclientFactory.createSession({
  url,
  vpnName: 'default',
  clientName,
  userName: user,
  password: user,
  reconnectRetries: -1,
  reconnectRetryWaitInMsecs: 1_000,
  reapplySubscriptions: false,
});

const on = (code, listener) => session.on(solace.SessionEventCode[code], listener);
const connected = () => console.log(`connected as ${user}, client name ${clientName}`);

on('UP_NOTICE', () => {
  connected();
  if (filter) {
    session.subscribe(solace.SolclientFactory.createTopicDestination(filter), true, filter, 10_000);
  }
});
on('RECONNECTED_NOTICE', connected);
on('RECONNECTING_NOTICE', () => console.log('connection closed'));
on('DISCONNECTED', () => console.log('connection closed'));
on('CONNECT_FAILED_ERROR', (event) => console.log(`error: ${event.infoStr}`));
on('SUBSCRIPTION_OK', () => console.log(`subscribe ${filter}: granted`));
on('SUBSCRIPTION_ERROR', (event) => console.log(`subscribe ${filter}: refused, ${event.infoStr}`));
on('MESSAGE', (message) =>
  console.log(`${message.getDestination().getName()}  ${Buffer.from(message.getBinaryAttachment() ?? [])}`),
);
session.connect();
