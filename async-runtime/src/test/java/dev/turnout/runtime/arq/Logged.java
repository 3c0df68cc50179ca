// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.arq;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What a logger and those below it write while this is open, at any level. */
public final class Logged implements AutoCloseable {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final AppenderBase<ILoggingEvent> witness = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }
    };

    private Logged(String name) {
        this.logger = (Logger) LoggerFactory.getLogger(name);
        witness.start();
        logger.addAppender(witness);
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
    }

    public static Logged by(String name) {
        return new Logged(name);
    }

    public List<ILoggingEvent> events() {
        return events;
    }

    public List<String> lines() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void close() {
        logger.detachAppender(witness);
        logger.setLevel(null);
        logger.setAdditive(true);
    }
}
