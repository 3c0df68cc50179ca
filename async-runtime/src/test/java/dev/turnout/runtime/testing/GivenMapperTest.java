// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.turnout.runtime.TaskQueue;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A mapper that is given to a {@link TestWorker} is for both sides: for who puts jobs in, and for who runs them. */
@Timeout(30)
class GivenMapperTest {
    private final Till till = new Till();
    private final TestWorker worker = TestWorker.of(till).with(builder -> builder.mapper(mapper()));

    @Test
    void whatTheTestPutsInIsWrittenAndReadByIt() {
        StoredJob job = worker.enqueue(Till.class, "pay", new Sale("ann", Money.of(5, "EUR")));

        worker.runUntilEmpty();

        assertThat(till.paid).containsExactly("ann 5 EUR");
        assertThat(job.arguments().get(0).value()).hasToString("{\"paid_by\":\"ann\",\"of_all\":\"5 EUR\"}");
        assertThat(job.argument(0, Sale.class)).hasToString("ann 5 EUR");
    }

    @Test
    void whatTheCodeUnderTestPutsInIsWrittenAndReadByIt() throws Exception {
        TaskQueue.on(worker.queue())
                .enqueue(Till::pay, new Sale("ann", Money.of(5, "EUR")))
                .send()
                .toCompletableFuture()
                .get();

        worker.runUntilEmpty();

        assertThat(till.paid).containsExactly("ann 5 EUR");
    }

    @Test
    void aWorkerThatWouldNotFindTheFieldsIsNotMade() {
        assertThatThrownBy(
                        () -> Worker.on(InMemoryQueue.create()).mapper(mapper()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TURNOUT-0354")
                .hasMessageContaining("SnakeCaseStrategy")
                .hasMessageContaining("its queue writes them by their own names");
    }

    private static ObjectMapper mapper() {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .addModule(new SimpleModule("money")
                        .addSerializer(Money.class, new Written())
                        .addDeserializer(Money.class, new Read()))
                .build();
    }

    /** By its factory only. */
    static final class Money {
        final long amount;
        final String currency;

        private Money(long amount, String currency) {
            this.amount = amount;
            this.currency = currency;
        }

        static Money of(long amount, String currency) {
            return new Money(amount, currency);
        }
    }

    /** By fields. */
    static final class Sale {
        private String paidBy = "";
        private Money ofAll = Money.of(0, "");

        Sale() {}

        Sale(String paidBy, Money ofAll) {
            this.paidBy = paidBy;
            this.ofAll = ofAll;
        }

        @Override
        public String toString() {
            return paidBy + " " + ofAll.amount + " " + ofAll.currency;
        }
    }

    /** Takes what it is given. */
    static class Till {
        final List<String> paid = new CopyOnWriteArrayList<>();

        @AsyncTask(retries = 0)
        public CompletionStage<Void> pay(Sale sale) {
            paid.add(sale.toString());
            return Stages.done();
        }
    }

    private static final class Written extends JsonSerializer<Money> {
        @Override
        public void serialize(Money money, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(money.amount + " " + money.currency);
        }
    }

    private static final class Read extends JsonDeserializer<Money> {
        @Override
        public Money deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String text = json.getText();
            int space = text.indexOf(' ');
            return Money.of(Long.parseLong(text.substring(0, space)), text.substring(space + 1));
        }
    }
}
