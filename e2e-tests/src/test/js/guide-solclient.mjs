// One client as the guide has it, with solclientjs.
import solace from 'solclientjs';
import { drive, say } from './driver.mjs';
import { connect } from './samples/browser-solclient.mjs';

const message = (topic, payload) => say({ event: 'message', topic, payload: Buffer.from(payload).toString('base64') });

drive({
  connect({ url, vpn, seat, password }) {
    return new Promise((resolve, reject) => {
      const session = connect(url, vpn, seat, password, message, (notice) =>
        message(seat.noticeTopic, JSON.stringify(notice)),
      );
      session.on(solace.SessionEventCode.UP_NOTICE, () => {
        say({ event: 'connect' });
        resolve({});
      });
      session.on(solace.SessionEventCode.CONNECT_FAILED_ERROR, (event) => reject(new Error(event.infoStr)));
    });
  },
});
