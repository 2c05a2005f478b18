package dev.usher.e2e;

/** solclientjs, reached by the subscription manager. */
class SolclientSmfStoryIT extends Story implements NoticeChapter, SelfServiceChapter, TermsChapter {
    SolclientSmfStoryIT() {
        super(Browser.SOLCLIENT_JS, Setting.Gateway.SMF, Setting.Facts.DEFAULT);
    }
}
