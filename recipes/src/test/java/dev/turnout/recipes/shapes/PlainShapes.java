// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.shapes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jobrunr.jobs.annotations.Job;

/** Statements in a row, expressions, branches, values. */
public class PlainShapes {
    private final World w;
    private int field;

    public PlainShapes(World w) {
        this.w = w;
    }

    @Job
    public int straight() throws IOException {
        w.note("x");
        int a = w.ask("a").join();
        w.note("y");
        return a + w.ask("b").join();
    }

    @Job
    public void nothing() throws IOException {
        w.ask("a").join();
        w.note("end");
    }

    @Job
    public int manySteps() throws IOException {
        String first = w.name("1").join();
        // the second
        String second = w.name("2").join();
        if (second.equals("n0")) {
            return -1;
        }
        String third = w.name("3" + first).join();
        int sum = w.act("sum");
        String fourth = w.name("4" + third).join();

        /* and the last */
        String fifth = w.name("5" + fourth).join();
        return (first + second + third + fourth + fifth).hashCode() + sum;
    }

    @Job
    public int nestedArguments() throws IOException {
        return add(w.act("x"), w.ask("a").join(), w.act("y"), w.ask("b").join());
    }

    private int add(int a, int b, int c, int d) throws IOException {
        w.note("add");
        return a + 10 * b + 100 * c + 1000 * d;
    }

    @Job
    public int operands() throws IOException {
        field = 1;
        return field + w.act("x") * w.ask("a").join() - bump() + w.ask("b").join();
    }

    private int bump() throws IOException {
        field += w.act("bump");
        return field;
    }

    @Job
    public int ternary() throws IOException {
        int v = w.is("q") ? w.ask("a").join() + w.act("x") : w.act("y");
        return v + w.act("end");
    }

    @Job
    public boolean shortCircuit() throws IOException {
        return w.is("p") && w.ask("a").join() > 1 || w.is("c");
    }

    @Job
    public int shortCircuitInIf() throws IOException {
        if (w.is("p") || w.ask("a").join() > 2) {
            return w.act("yes");
        }
        return w.act("no");
    }

    @Job
    public int earlyReturn() throws IOException {
        if (w.is("q")) {
            if (w.ask("a").join() > 3) {
                return 1;
            }
        }
        w.ask("b").join();
        return 2;
    }

    @Job
    public int branchesThatGoOn() throws IOException {
        int v = 0;
        if (w.is("q")) {
            v = w.ask("a").join();
        } else if (w.is("r")) {
            v += w.ask("b").join();
        } else {
            w.note("neither");
        }
        w.note("after");
        return v;
    }

    @Job
    @SuppressWarnings("fallthrough")
    public int selector() throws IOException {
        switch (w.ask("a").join()) {
            case 0:
                w.note("zero");
            case 1:
                return w.act("one");
            case 2:
                break;
            default:
                w.note("many");
        }
        return w.act("end");
    }

    @Job
    public long compound() throws IOException {
        long sum = 1;
        byte small = 3;
        sum += w.ask("a").join();
        small += w.ask("b").join();
        sum *= w.ask("c").join() + w.act("x");
        field = 5;
        field -= w.ask("d").join();
        return sum + small + field;
    }

    @Job
    public String text() throws IOException {
        String s = "s";
        s += w.ask("a").join();
        s += w.name("b").join().length() + w.act("x");
        return s;
    }

    @Job
    public String textBlocks() throws IOException {
        String a = w.name("a").join();
        String less = """
    less "indented"; {
      than \
    the statement
    """;
        String b = w.name("""
                in an
                  argument
                """ + a).join();
        String c = w.name("c" + less).join();
        return less + b + c + """
            at
              the end""";
    }

    @Job
    public int selectorWithoutEnd() throws IOException {
        if (w.is("q")) {
            w.ask("a").join();
        } else {
            switch (w.act("x")) {
                case 0:
                    return 1;
                case 1: {
                    throw new IllegalStateException("one");
                }
                default:
                    return 2;
            }
        }
        w.note("y");
        switch (w.ask("b").join()) {
            case 0 -> {
                return 3;
            }
            default -> throw new IllegalStateException("many");
        }
    }

    @Job
    public int localRecord() throws IOException {
        record Pair(int a, int b) {}
        Pair pair = new Pair(w.act("x"), w.ask("a").join());
        w.ask("b").join();
        w.ask("c").join();
        Pair other = new Pair(pair.b(), w.ask("d").join());
        w.ask("e").join();
        return other.a() + 10 * other.b();
    }

    @Job
    public int namesThatAreTaken() throws IOException {
        int ignored = w.act("x");
        int unused = w.act("y");
        int unused2 = w.act("z");
        w.ask("a").join();
        w.ask("b").join();
        w.ask("c" + ignored).join();
        return ignored + unused + unused2;
    }

    @Job
    public int definite() throws IOException {
        final int v;
        if (w.is("q")) {
            v = w.ask("a").join();
        } else {
            v = 1;
        }
        return v + w.act("use");
    }

    @Job
    public int pattern() throws IOException {
        Object o = w.is("q") ? "word" : Integer.valueOf(3);
        if (!(o instanceof String word)) {
            return w.ask("number").join();
        }
        int v = w.ask(word).join();
        return v + word.length();
    }

    @Job
    public int boxes() throws IOException {
        List<Integer> list = new ArrayList<>(List.of(5, 6, 7, 8, 9, 10, 11));
        int index = w.ask("index").join();
        list.remove(index);
        int other = w.ask("other").join();
        return list.size() + (index == other ? 1 : 0);
    }

    @Job
    public int throwing() throws IOException {
        if (w.ask("a").join() > 3) {
            throw new IllegalStateException("own " + w.ask("b").join());
        }
        return 1;
    }

    @Job
    public int nestedBlock() throws IOException {
        int n = w.act("n");
        {
            int inner = w.ask("inner").join();
            n += inner;
        }
        w.note("behind");
        return n;
    }

    @Job
    public int lockHeld() throws IOException {
        synchronized (this) {
            return w.ask("held").join();
        }
    }
}
