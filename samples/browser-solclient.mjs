// The browser's side, with solclientjs. The seat was opened with `"client": {"kind": "smf"}`.
import solace from 'solclientjs';

const factory = new solace.SolclientFactoryProperties();
factory.profile = solace.SolclientFactoryProfiles.version10_5;
factory.logLevel = solace.LogLevel.WARN;
solace.SolclientFactory.init(factory);

// tag::connect[]
export function connect(url, vpnName, seat, password, onData, onNotice) {
  const session = solace.SolclientFactory.createSession({
    url,
    vpnName,
    clientName: seat.client.id,
    userName: seat.clientUsername,
    password,
    reapplySubscriptions: false, // There are none of its own: the seat brings its subscriptions.
    reconnectRetries: -1, // After a lost connection they are there again.
    reconnectRetryWaitInMsecs: 1000,
  });
  session.on(solace.SessionEventCode.MESSAGE, (message) => {
    const topic = message.getDestination().getName();
    const payload = message.getBinaryAttachment() ?? new Uint8Array();
    if (topic === seat.noticeTopic) {
      onNotice(JSON.parse(new TextDecoder().decode(payload)));
    } else {
      onData(topic, payload);
    }
  });
  session.connect();
  return session;
}
// end::connect[]
