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

// A structured value with its type, in words that JSON can say: [type, value].
function typed(field) {
  const type = field.getType();
  const value = field.getValue();
  switch (type) {
    case solace.SDTFieldType.NULLTYPE:
      return ['null', null];
    case solace.SDTFieldType.BYTEARRAY:
      return ['bytes', Buffer.from(value).toString('base64')];
    case solace.SDTFieldType.MAP:
      return ['map', Object.fromEntries(value.getKeys().map((key) => [key, typed(value.getField(key))]))];
    case solace.SDTFieldType.STREAM: {
      const items = [];
      for (value.rewind(); value.hasNext(); ) {
        items.push(typed(value.getNext()));
      }
      return ['stream', items];
    }
    case solace.SDTFieldType.DESTINATION:
      return ['destination', value.getName()];
    default:
      return [solace.SDTFieldType.nameOf(type).toLowerCase(), typeof value === 'object' ? Number(value) : value];
  }
}

// The other way round.
function field([type, value]) {
  const types = solace.SDTFieldType;
  switch (type) {
    case 'null':
      return solace.SDTField.create(types.NULLTYPE, null);
    case 'bytes':
      return solace.SDTField.create(types.BYTEARRAY, new Uint8Array(Buffer.from(value, 'base64')));
    case 'map': {
      const map = new solace.SDTMapContainer();
      Object.entries(value).forEach(([key, each]) => map.addField(key, field(each)));
      return solace.SDTField.create(types.MAP, map);
    }
    case 'stream': {
      const stream = new solace.SDTStreamContainer();
      value.forEach((each) => stream.addField(field(each)));
      return solace.SDTField.create(types.STREAM, stream);
    }
    case 'destination':
      return solace.SDTField.create(types.DESTINATION, solace.SolclientFactory.createTopicDestination(value));
    default:
      return solace.SDTField.create(types[type.toUpperCase()], value);
  }
}

// All that a message says beside its topic, absent things left out.
function headers(message) {
  const container = message.getSdtContainer();
  const map = message.getUserPropertyMap();
  return {
    body: container ? typed(container) : ['bytes', payload(message)],
    properties: map ? typed(solace.SDTField.create(solace.SDTFieldType.MAP, map))[1] : {},
    correlationId: message.getCorrelationId(),
    messageId: message.getApplicationMessageId(),
    messageType: message.getApplicationMessageType(),
    senderId: message.getSenderId(),
    sequence: message.getSequenceNumber(),
    replyTo: message.getReplyTo()?.getName(),
    timeToLive: message.getTimeToLive(),
    userCos: message.getUserCos(),
    eliding: message.isElidingEligible(),
    deliverToOne: message.isDeliverToOne(),
    reply: message.isReplyMessage(),
  };
}

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
        headers: headers(received),
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

  // A direct message that says everything a message can.
  publishAll({ topic, headers: said }) {
    const made = solace.SolclientFactory.createMessage();
    made.setDestination(solace.SolclientFactory.createTopicDestination(topic));
    made.setDeliveryMode(solace.MessageDeliveryModeType.DIRECT);
    if (said.body[0] === 'bytes') {
      made.setBinaryAttachment(new Uint8Array(Buffer.from(said.body[1], 'base64')));
    } else {
      made.setSdtContainer(field(said.body));
    }
    made.setUserPropertyMap(field(['map', said.properties]).getValue());
    made.setCorrelationId(said.correlationId);
    made.setApplicationMessageId(said.messageId);
    made.setApplicationMessageType(said.messageType);
    made.setSenderId(said.senderId);
    made.setSequenceNumber(said.sequence);
    made.setReplyTo(solace.SolclientFactory.createTopicDestination(said.replyTo));
    made.setTimeToLive(said.timeToLive);
    made.setUserCos(said.userCos);
    made.setElidingEligible(said.eliding);
    made.setDeliverToOne(said.deliverToOne);
    made.setAsReplyMessage(said.reply);
    session.send(made);
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
