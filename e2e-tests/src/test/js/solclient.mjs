// One solclientjs session. It does nothing of its own accord: it subscribes to nothing unless told to, and after a
// reconnect to nothing again.
import { subscribe as onChannel } from 'node:diagnostics_channel';
import solace from 'solclientjs';
import { drive, say } from './driver.mjs';

const TIMEOUT_MILLIS = 10_000;
const FOREVER = -1;

const factoryProperties = new solace.SolclientFactoryProperties();
factoryProperties.profile = solace.SolclientFactoryProfiles.version10_5;
factoryProperties.logLevel = solace.LogLevel.FATAL;
solace.SolclientFactory.init(factoryProperties);

let session;
let socket;
let up = false;

// solclientjs does not show its socket.
onChannel('net.client.socket', (opened) => (socket = opened.socket));

const failure = (event) =>
  new Error(`${event.infoStr} (response ${event.responseCode}, subcode ${event.errorSubcode})`);

// The value of a user property: what JSON can say.
const plain = (value) => (value !== null && typeof value === 'object' ? Number(value) : value);

function properties(message) {
  const map = message.getUserPropertyMap();
  return Object.fromEntries((map?.getKeys() ?? []).map((key) => [key, plain(map.getField(key).getValue())]));
}

const payload = (message) => Buffer.from(message.getBinaryAttachment() ?? []).toString('base64');

function message(topic, content, userProperties = {}) {
  const made = solace.SolclientFactory.createMessage();
  made.setDestination(solace.SolclientFactory.createTopicDestination(topic));
  made.setBinaryAttachment(Buffer.from(content, 'base64'));
  if (Object.keys(userProperties).length > 0) {
    const map = new solace.SDTMapContainer();
    for (const [key, value] of Object.entries(userProperties)) {
      map.addField(key, solace.SDTField.create(solace.SDTFieldType.STRING, String(value)));
    }
    made.setUserPropertyMap(map);
  }
  return made;
}

// Connects a session that is down.
function connect() {
  return new Promise((resolve, reject) => {
    session.once(solace.SessionEventCode.UP_NOTICE, () => resolve({}));
    session.once(solace.SessionEventCode.CONNECT_FAILED_ERROR, (event) => reject(failure(event)));
    session.connect();
  });
}

const isUp = () => {
  up = true;
  say({ event: 'connect' });
};

const isDown = () => {
  // Of one loss, several things are said.
  if (up) {
    up = false;
    say({ event: 'close' });
  }
};

// Sends a request whose answer is an event with the same correlation key.
let keys = 0;
function confirmed(send, ok, failed, refused) {
  const key = `request ${++keys}`;
  return new Promise((resolve, reject) => {
    const settle = (done) => (event) => {
      if (event.correlationKey === key) {
        session.off(ok, onOk);
        session.off(failed, onFailed);
        done(event);
      }
    };
    const onOk = settle(() => resolve({ granted: true, reason: '' }));
    const onFailed = settle((event) => (refused ? resolve({ granted: false, reason: event.infoStr }) : reject(failure(event))));
    session.on(ok, onOk);
    session.on(failed, onFailed);
    send(key);
  });
}

drive({
  connect({ url, vpn, clientId, username, password, reconnectPeriod }) {
    session = solace.SolclientFactory.createSession({
      url,
      vpnName: vpn,
      clientName: clientId,
      userName: username,
      password,
      connectRetries: 0,
      reconnectRetries: reconnectPeriod ? FOREVER : 0,
      reconnectRetryWaitInMsecs: reconnectPeriod,
      reapplySubscriptions: false,
      publisherProperties: { enabled: true, acknowledgeMode: solace.MessagePublisherAcknowledgeMode.PER_MESSAGE },
    });
    session.on(solace.SessionEventCode.UP_NOTICE, isUp);
    session.on(solace.SessionEventCode.RECONNECTED_NOTICE, isUp);
    session.on(solace.SessionEventCode.RECONNECTING_NOTICE, isDown);
    session.on(solace.SessionEventCode.DOWN_ERROR, isDown);
    session.on(solace.SessionEventCode.DISCONNECTED, isDown);
    session.on(solace.SessionEventCode.MESSAGE, (received) =>
      say({
        event: 'message',
        topic: received.getDestination().getName(),
        payload: payload(received),
        properties: properties(received),
        discarded: received.isDiscardIndication(),
      }),
    );
    return connect();
  },

  subscribe({ filter }) {
    return confirmed(
      (key) =>
        session.subscribe(solace.SolclientFactory.createTopicDestination(filter), true, key, TIMEOUT_MILLIS),
      solace.SessionEventCode.SUBSCRIPTION_OK,
      solace.SessionEventCode.SUBSCRIPTION_ERROR,
      true,
    );
  },

  publish({ topic, payload: content, properties: userProperties }) {
    const direct = message(topic, content, userProperties);
    direct.setDeliveryMode(solace.MessageDeliveryModeType.DIRECT);
    session.send(direct);
    return {};
  },

  // Done when the broker has acknowledged it.
  publishGuaranteed({ topic, payload: content }) {
    return confirmed(
      (key) => {
        const guaranteed = message(topic, content);
        guaranteed.setDeliveryMode(solace.MessageDeliveryModeType.PERSISTENT);
        guaranteed.setCorrelationKey(key);
        session.send(guaranteed);
      },
      solace.SessionEventCode.ACKNOWLEDGED_MESSAGE,
      solace.SessionEventCode.REJECTED_MESSAGE_ERROR,
      false,
    );
  },

  // Through the inbox of this session.
  request({ topic, payload: content }) {
    return new Promise((resolve, reject) => {
      session.sendRequest(
        message(topic, content),
        TIMEOUT_MILLIS,
        (_, reply) => resolve({ payload: payload(reply) }),
        (_, event) => reject(failure(event)),
      );
    });
  },

  inbox() {
    return { topic: session.getSessionProperties().p2pInboxInUse };
  },

  // The network goes, without a goodbye; with a reconnectPeriod the session comes back by itself.
  drop() {
    socket.destroy();
    return {};
  },

  // Back after a loss without a reconnectPeriod, under the same client name.
  reconnect() {
    return connect();
  },
});
