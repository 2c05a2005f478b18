package dev.usher.e2e;

class SolclientSmfSweepsIT extends Sweeps {
    SolclientSmfSweepsIT() {
        super(Browser.SOLCLIENT_JS, Setting.Gateway.SMF, Setting.Facts.DEFAULT);
    }
}
