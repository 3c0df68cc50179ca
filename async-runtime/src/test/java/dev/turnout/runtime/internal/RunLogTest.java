// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MarkerFactory;

class RunLogTest {
    private final ListAppender<ILoggingEvent> written = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.getCallerData(); // is found out now, or never
            super.append(event);
        }
    };
    private final Logger target = new LoggerContext().getLogger("com.acme.Mailer");
    private List<JsonNode> kept = List.of();
    private final RunLog log = new RunLog(
            target,
            lines -> kept = StreamSupport.stream(lines.spliterator(), false).toList());

    @BeforeEach
    void listen() {
        written.start();
        target.addAppender(written);
        target.setLevel(Level.DEBUG);
    }

    @Test
    void aLineGoesToTheLogAndToTheJob() {
        Instant before = Instant.now();

        log.info("sent {} of {}", 1, 2);
        log.warn(MarkerFactory.getMarker("SLOW"), "slow", new IllegalStateException("late"));

        assertThat(written.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("sent 1 of 2", "slow");
        assertThat(written.list.get(1).getThrowableProxy().getMessage()).isEqualTo("late");
        assertThat(written.list.get(1).getMarkerList()).hasSize(1);
        assertThat(written.list.get(0).getCallerData()[0].getMethodName()).isEqualTo("aLineGoesToTheLogAndToTheJob");
        assertThat(kept).extracting(line -> line.get("level").textValue()).containsExactly("INFO", "WARN");
        assertThat(kept)
                .extracting(line -> line.get("message").textValue())
                .containsExactly("sent 1 of 2", "slow: java.lang.IllegalStateException: late");
        assertThat(Instant.parse(kept.get(0).get("at").textValue())).isBetween(before, Instant.now());
        assertThat(log.getName()).isEqualTo("com.acme.Mailer");
    }

    @Test
    void whatIsOnlyForTheLogStaysThereAndWhatIsOffIsNowhere() {
        log.debug("details");
        target.setLevel(Level.ERROR);
        log.warn("nobody hears");
        log.error("broken");

        assertThat(written.list).extracting(ILoggingEvent::getMessage).containsExactly("details", "broken");
        assertThat(kept).extracting(line -> line.get("message").textValue()).containsExactly("broken");
    }

    @Test
    void theLastHundredLinesAreKeptAndLongOnesCut() {
        for (int number = 0; number < 150; number++) {
            log.info("line {}", number);
        }
        log.info("x".repeat(600));

        assertThat(kept).hasSize(100);
        assertThat(kept.get(0).get("message").textValue()).isEqualTo("line 51");
        assertThat(kept.get(99).get("message").textValue()).hasSize(501).endsWith("…");
    }
}
