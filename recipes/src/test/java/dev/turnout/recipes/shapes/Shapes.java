// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.shapes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jobrunr.jobs.annotations.Job;

/** One method a shape. Each is rewritten and run before and after. */
public class Shapes {
    private final World w;
    private int field;

    public Shapes(World w) {
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
    public int forLoop() throws IOException {
        int s = 0;
        for (int i = 0; i < 6; i++) {
            if (w.is("skip " + i)) {
                continue;
            }
            s += w.ask("a" + i).join();
            if (s > 9) {
                break;
            }
            if (w.act("z") == 5) {
                return -1;
            }
        }
        return s;
    }

    @Job
    public int whileCondition() throws IOException {
        int n = 0;
        while (w.ask("more").join() < 5) {
            n++;
            w.note("turn");
        }
        return n;
    }

    @Job
    public int doWhile() throws IOException {
        int n = 0;
        do {
            n += w.ask("a").join();
            if (n > 20) {
                break;
            }
        } while (w.is("again"));
        return n;
    }

    @Job
    public int endless() throws IOException {
        int n = 0;
        while (true) {
            n++;
            if (w.ask("a").join() == 3) {
                return n;
            }
            w.note("again");
        }
    }

    @Job
    public void forEach() throws IOException {
        for (String item : items()) {
            w.ask(item).join();
            w.note("did " + item);
        }
    }

    @Job
    public int forEachWithPlainEnd() throws IOException {
        int count = 0;
        for (String item : items()) {
            if (w.is(item)) {
                int v = w.ask(item).join();
                if (v > 2) {
                    w.ask("deep " + item).join();
                }
            }
            count++;
        }
        return count;
    }

    @Job
    public String forEachReturn() throws IOException {
        for (String item : items()) {
            if (item.equals("b")) {
                continue;
            }
            if (w.ask(item).join() > 3) {
                return item;
            }
        }
        return "none";
    }

    @Job
    public int overAnArray() throws IOException {
        String[] all = {"p", "q"};
        int sum = 0;
        for (String item : all) {
            sum += w.ask(item).join();
        }
        return sum;
    }

    private List<String> items() throws IOException {
        w.note("items");
        return List.of("a", "b", "c");
    }

    @Job
    public int nestedLoops() throws IOException {
        int sum = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < i; j++) {
                if (w.is("skip")) {
                    continue;
                }
                sum += w.ask(i + "/" + j).join();
                if (sum > 8) {
                    break;
                }
            }
            w.note("row");
        }
        for (int i = 0; i < 2; i++) {
            w.note("plain " + i);
        }
        return sum;
    }

    @Job
    public int tryCatch() throws IOException {
        int v;
        try {
            w.note("x");
            v = w.ask("a").join();
        } catch (IOException e) {
            v = w.ask("h " + e.getMessage()).join();
        } catch (IllegalStateException e) {
            v = w.act("i " + e.getMessage());
        }
        return v + w.act("end");
    }

    @Job
    public int catchJoin() throws IOException {
        try {
            return w.ask("a").join();
        } catch (CompletionException e) {
            w.note(e.getCause().getMessage());
            throw e;
        }
    }

    @Job
    public int catchGet() throws Exception {
        try {
            return w.ask("a").get();
        } catch (ExecutionException e) {
            w.note("caught " + e.getCause().getMessage());
            throw new IOException("again", e);
        }
    }

    @Job
    public int multiCatch() throws IOException {
        try {
            return w.ask("a").join() + w.act("x");
        } catch (IOException | IllegalStateException | CompletionException e) {
            throw new IllegalArgumentException("wrapped", e);
        }
    }

    @Job
    public void tryFinally() throws IOException {
        try {
            w.ask("a").join();
            w.note("x");
        } finally {
            w.note("last");
        }
    }

    @Job
    public int finallyThatWaits() throws IOException {
        int v = 0;
        try {
            if (w.is("q")) {
                return w.ask("a").join();
            }
            v = w.act("x");
        } finally {
            w.ask("last").join();
        }
        return v + w.act("end");
    }

    @Job
    public void everything() throws IOException {
        w.note("begin");
        try {
            w.note("in");
            w.ask("a").join();
        } catch (CompletionException e) {
            w.ask("handler").join();
            throw e;
        } catch (IOException e) {
            w.note("io");
        } finally {
            w.ask("last").join();
        }
        w.ask("end").join();
    }

    @Job
    public int nestedTry() throws IOException {
        try {
            try {
                return w.ask("a").join();
            } catch (IllegalStateException e) {
                w.note("inner");
                throw new IOException("from inner", e);
            } finally {
                w.note("inner last");
            }
        } catch (IOException e) {
            return w.act("outer");
        } finally {
            w.note("outer last");
        }
    }

    @Job
    public int resources() throws IOException {
        try (World.Door a = w.open("a");
                World.Door b = w.open("b")) {
            return a.look() + w.ask("in").join() + b.look();
        } catch (IllegalStateException e) {
            return w.act("caught");
        }
    }

    @Job
    public int tryInLoop() throws IOException {
        int failed = 0;
        for (String item : items()) {
            try {
                w.ask(item).join();
                w.note("did");
            } catch (CompletionException | IllegalStateException e) {
                failed++;
            }
        }
        return failed;
    }

    @Job
    public int loopInTry() throws IOException {
        int n = 0;
        try {
            for (int i = 0; i < 3; i++) {
                n += w.ask("t" + i).join();
            }
        } catch (IllegalStateException e) {
            return n;
        }
        return n + 100;
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
    public int helpers() throws IOException {
        int a = helper("h", 2);
        if (isBig(a)) {
            return a;
        }
        return twice(helper("i", a)) + common();
    }

    private int helper(String what, int turns) throws IOException {
        int sum = 0;
        for (int i = 0; i < turns; i++) {
            sum += w.ask(what + i).join();
        }
        return sum;
    }

    private boolean isBig(int v) throws IOException {
        return v > w.ask("limit").join();
    }

    private int twice(int v) {
        return 2 * v;
    }

    private int common() throws IOException {
        return w.ask("common").join();
    }

    /** Somebody who is no task calls the helper too. */
    public int outsider() throws IOException {
        return common();
    }

    @Job
    public String generics() throws IOException {
        return String.join(",", both("a", "b"));
    }

    private <T> List<T> both(T first, T second) throws IOException {
        w.ask("both").join();
        return List.of(first, second);
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
    public int cached() throws IOException {
        int v = field;
        while (v < 4) {
            int more = w.ask("more").join();
            if (more == 0) {
                continue;
            }
            v += more;
        }
        return v;
    }

    @Job
    public int labelled() throws IOException {
        int n = 0;
        outer:
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                n += w.ask("l").join();
                if (n > 5) {
                    continue outer;
                }
            }
        }
        return n;
    }

    @Job
    public int lockHeld() throws IOException {
        synchronized (this) {
            return w.ask("held").join();
        }
    }

    @Job
    @SuppressWarnings("finally")
    public int returnInFinally() throws IOException {
        try {
            return w.ask("a").join();
        } finally {
            return w.act("last");
        }
    }
}
