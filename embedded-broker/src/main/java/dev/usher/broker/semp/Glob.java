package dev.usher.broker.semp;

/**
 * Text in which {@code *} stands for any text, none included. Takes at most the product of both lengths: a regular
 * expression of many {@code .*} would let one request stop the broker.
 */
record Glob(String text) {

    static boolean isWild(String text) {
        return text.indexOf('*') >= 0;
    }

    boolean matches(String value) {
        int at = 0;
        int inText = 0;
        int star = -1;
        int afterStar = 0;
        while (at < value.length()) {
            if (inText < text.length() && text.charAt(inText) == '*') {
                star = inText++;
                afterStar = at;
            } else if (inText < text.length() && text.charAt(inText) == value.charAt(at)) {
                inText++;
                at++;
            } else if (star >= 0) {
                // The last star takes one character more: those before it need never change their mind.
                inText = star + 1;
                at = ++afterStar;
            } else {
                return false;
            }
        }
        while (inText < text.length() && text.charAt(inText) == '*') {
            inText++;
        }
        return inText == text.length();
    }
}
