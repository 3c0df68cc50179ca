// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.turnout.runtime.task.TaskContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tasks whose arguments are bound in tests, and the types of these arguments. */
final class Bindable {
    private Bindable() {}

    /** Methods to bind arguments for. */
    @SuppressWarnings("unused") // called by nobody
    static final class Targets {
        void text(String text) {}

        void number(int number) {}

        void list(List<String> list) {}

        void map(Map<String, List<Integer>> map) {}

        void order(Order order) {}

        void any(Object any) {}

        void open(Open open) {}

        void stall(Stall stall) {}

        void beast(Animal animal) {}

        void unreadable(Unreadable unreadable) {}

        void herd(TaskContext context, List<? extends Animal> animals) {}

        void pens(Map<String, Animal[]> pens) {}

        void jdk(Number number, CharSequence text, Iterable<String> all, Map<Colour, Object> map) {}

        void colour(Colour colour) {}

        void colours(Map<Colour, List<Colour>> colours) {}

        void marked(Marked marked) {}

        void url(java.net.URL url) {}

        static Class<?> type(String method) {
            return Arrays.stream(Targets.class.getDeclaredMethods())
                    .filter(candidate -> candidate.getName().equals(method))
                    .findFirst()
                    .orElseThrow()
                    .getParameterTypes()[0];
        }

        void contextual(TaskContext context, String text) {}
    }

    /** Abstract. */
    interface Animal {}

    /** Declared to the binder. */
    static final class Cow implements Animal {
        private int litres;
        private @Nullable Animal calf;

        @Override
        public String toString() {
            return "cow " + litres + (calf == null ? "" : " of " + calf);
        }
    }

    /** Not declared. */
    static final class Hen implements Animal {}

    /** Abstract too, of which an enum is. */
    interface Pace {}

    /** Declared to the binder. */
    enum Gait implements Pace {
        TROT;

        @Override
        public String toString() {
            return "TROT";
        }
    }

    /** With fields of abstract types. */
    static final class Stall {
        private @Nullable Animal animal;
        private List<Animal> all = List.of();
        private @Nullable Pace gait;
        private Map<String, Object> notes = Map.of();

        @Override
        public String toString() {
            return animal + " " + all + " " + gait + " " + notes;
        }
    }

    /** As JobRunr 7.5 was seen to write it: {@code "the blue"} with Jackson, {@code "BLUE"} with Gson. */
    enum Colour {
        RED {
            @Override
            public String toString() {
                return "warm";
            }
        },
        BLUE,
        GREY,
        BLACK {
            @Override
            public String toString() {
                return "GREY";
            }
        };

        @Override
        public String toString() {
            return "the " + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Whose annotations say how it is read. */
    enum Marked {
        @com.fasterxml.jackson.annotation.JsonProperty("a")
        OFF,
        @com.fasterxml.jackson.annotation.JsonProperty("b")
        ON
    }

    /** As JobRunr's applications have them: fields only. */
    static final class Order {
        private int id;
        private List<String> lines = List.of();

        @Override
        public String toString() {
            return "order " + id + " " + lines;
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "type")
    interface Open {}

    @JsonDeserialize(using = NoReader.class)
    interface Unreadable {}

    /** Cannot be made. */
    static final class NoReader extends JsonDeserializer<Unreadable> {
        NoReader() {
            throw new IllegalStateException("no reader");
        }

        @Override
        public Unreadable deserialize(JsonParser parser, DeserializationContext context) {
            throw new AssertionError();
        }
    }
}
