package dev.usher.broker.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Takes what the broker logs: a warning or an error is a defect, whatever the input was. What it says about inputs at
 * lower levels is formatted, for that may fail as well, and thrown away.
 */
final class DefectLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final String BROKER = "dev.usher.broker";

    private final Consumer<String> found;
    private final Logger logger = (Logger) LoggerFactory.getLogger(BROKER);
    private final Level levelBefore = logger.getLevel();
    private final boolean additiveBefore = logger.isAdditive();

    DefectLog(Consumer<String> found) {
        this.found = found;
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        start();
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        String text = event.getFormattedMessage();
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            String cause = event.getThrowableProxy() == null
                    ? ""
                    : " with " + event.getThrowableProxy().getClassName() + ": "
                            + event.getThrowableProxy().getMessage() + " "
                            + first(event);
            found.accept("logged as a defect: " + text + cause);
        }
    }

    private static String first(ILoggingEvent event) {
        StringBuilder text = new StringBuilder();
        var trace = event.getThrowableProxy().getStackTraceElementProxyArray();
        for (int i = 0; i < Math.min(6, trace.length); i++) {
            text.append(" < ").append(trace[i].getStackTraceElement());
        }
        return text.toString();
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setLevel(levelBefore);
        logger.setAdditive(additiveBefore);
        stop();
    }
}
