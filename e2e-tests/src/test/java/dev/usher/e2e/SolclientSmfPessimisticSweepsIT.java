package dev.usher.e2e;

class SolclientSmfPessimisticSweepsIT extends Sweeps {
    SolclientSmfPessimisticSweepsIT() {
        super(Browser.SOLCLIENT_JS, Setting.Gateway.SMF, Setting.Facts.PESSIMISTIC);
    }
}
