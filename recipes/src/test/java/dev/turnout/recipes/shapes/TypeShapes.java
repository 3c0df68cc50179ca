// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.shapes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jobrunr.jobs.annotations.Job;

/** Values whose type the compiler finds by where they stand: primitives that come boxed, inferred generics. */
public class TypeShapes {
    private final World w;

    public TypeShapes(World w) {
        this.w = w;
    }

    @Job
    public String comparedValues() throws IOException {
        boolean same = wide("a") == wide("b");
        boolean differ = whole("c") != wide("d");
        return same + " " + differ + " " + ((wide("e")) == (wide("f")));
    }

    @Job
    public boolean comparedToABox() throws IOException {
        Long expected = 1000L * w.act("expected");
        return wide("a") == expected;
    }

    @Job
    public int turnsUntilTheSame() throws IOException {
        int turns = 0;
        while (whole("x" + turns) != whole("y" + turns) && turns < 9) {
            turns++;
        }
        return turns;
    }

    @Job
    public int narrowed() throws IOException {
        int n = (int) wide("a");
        return n + (short) whole("b") + (int) letter("c");
    }

    @Job
    public String overloads() throws IOException {
        List<Integer> list = new ArrayList<>(List.of(5, 6, 7, 8, 9, 10, 11));
        list.remove(w.ask("first").join() % 2 == 0 ? 0 : 1);
        list.remove(small("index"));
        StringBuilder text =
                new StringBuilder(kind(wide("a"))).append(letter("b")).append(whole("c"));
        return text + kind(Math.max(wide("d"), 7L)) + String.format("%d %s", wide("e"), "f") + list;
    }

    @Job
    public String declaredForAnOverload() throws IOException {
        long n = wide("a");
        var m = small("b");
        List<Integer> list = new ArrayList<>(List.of(5, 6, 7, 8, 9, 10, 11));
        list.remove(m);
        return kind(n) + list;
    }

    @Job
    public String inferred() throws IOException {
        List<String> none = none("a");
        none.add(w.name("b").join());
        List<String> held = locked("c");
        held.add(0, none.get(0));
        if (w.is("q")) {
            return held.get(0) + this.<String>none("d").size();
        }
        return first(held);
    }

    @Job
    public List<String> inferredByReturn() throws IOException {
        for (int i = 0; i < 2; i++) {
            if (w.is("q")) {
                return locked("a" + i);
            }
        }
        return none("b");
    }

    @Job
    public String inferredByArm() throws IOException {
        List<String> list = w.is("q") ? locked("a") : new ArrayList<>();
        list.add(w.name("b").join());
        return list.get(0);
    }

    @Job
    public String widened() throws Exception {
        String text = "";
        for (Object item : List.of("a", "b")) {
            text += kind(item) + w.ask("c").join();
        }
        try (AutoCloseable door = w.open("d")) {
            w.ask("e").join();
            return text + kind(door);
        }
    }

    private long wide(String what) throws IOException {
        return 1000L * w.ask(what).join();
    }

    private int whole(String what) throws IOException {
        return 1000 * (w.ask(what).join() / 4);
    }

    private int small(String what) throws IOException {
        return w.ask(what).join() % 3;
    }

    private char letter(String what) throws IOException {
        return (char) ('a' + w.ask(what).join());
    }

    private <T> List<T> none(String what) throws IOException {
        w.ask(what).join();
        return new ArrayList<>();
    }

    /** Is not composed, but handed over whole. */
    private synchronized <T> List<T> locked(String what) throws IOException {
        w.ask(what).join();
        return new ArrayList<>();
    }

    private static <T> String first(List<T> list) {
        return list.isEmpty() ? "none" : list.get(0).toString();
    }

    private static String kind(long value) {
        return "long " + value;
    }

    private static String kind(Object value) {
        return "object " + value;
    }

    private static String kind(AutoCloseable value) {
        return "closeable " + (value != null);
    }

    private static String kind(World.Door value) {
        return "door " + (value != null);
    }

    private static String kind(String value) {
        return "text " + value;
    }
}
