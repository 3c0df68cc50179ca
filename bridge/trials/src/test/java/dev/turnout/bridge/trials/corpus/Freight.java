// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types of arguments as applications have them. JDK only: they are loaded with every line of JobRunr. */
final class Freight {
    private Freight() {}

    /** The second one is a class of its own. */
    public enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "green as grass";
            }
        }
    }

    /** Text, a wide number, and a list. */
    public record Parcel(String name, long weight, List<String> labels) {}

    /** Of an abstract type in {@link Wagon}. */
    public interface Animal {}

    /** One kind. */
    public static class Cow implements Animal {
        public String name = "";
        public int litres;
    }

    /** Another kind. */
    public static class Hen implements Animal {
        public List<Long> eggs = new ArrayList<>();
    }

    /** A bean with fields of abstract types. */
    public static class Wagon {
        public @Nullable Animal animal;
        public List<String> papers = new ArrayList<>();
        public Map<String, Object> notes = new LinkedHashMap<>();
    }

    /** A bean whose fields have each one type only. */
    public static class Ticket {
        public String from = "";
        public int seat;
        public long number;
        public double price;
        public boolean paid;
        public @Nullable Colour colour;
        public @Nullable Instant bought;
    }
}
