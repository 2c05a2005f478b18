package dev.usher.e2e;

/** solclientjs, reached by the subscription manager of a broker that is as hard on us as it can be. */
class SolclientSmfPessimisticStoryIT extends Story implements NoticeChapter, SelfServiceChapter, TermsChapter {
    SolclientSmfPessimisticStoryIT() {
        super(Browser.SOLCLIENT_JS, Setting.Gateway.SMF, Setting.Facts.PESSIMISTIC);
    }
}
