// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.shapes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jobrunr.jobs.annotations.Job;

/** Streams, Optionals, many at once, time-outs. */
public class ChainShapes {
    private final World w;

    public ChainShapes(World w) {
        this.w = w;
    }

    @Job
    public List<Integer> listOfResults() throws IOException {
        return List.of("a", "b", "ccc").stream()
                .filter(s -> s.length() < 3)
                .map(s -> w.quiet(s).join())
                .filter(n -> n > 1)
                .toList();
    }

    @Job
    public int collectedAndMatched() throws IOException {
        List<String> xs = List.of("a", "b", "c");
        List<Integer> got = xs.stream().map(s -> w.quiet(s).join() + 1).collect(Collectors.toList());
        got.add(4);
        boolean any = xs.stream().anyMatch(s -> w.quiet("m" + s).join() > 4);
        boolean all =
                xs.stream().map(s -> s + "k").allMatch(s -> w.quiet("m" + s).join() > 1);
        return got.size()
                + got.get(0)
                + (any ? 100 : 0)
                + (all ? 1000 : 0)
                + (xs.stream().noneMatch(s -> w.quiet("z" + s).join() == 3) ? 7 : 8);
    }

    @Job
    public int forEach() throws IOException {
        List<Integer> out = new ArrayList<>();
        List.of("a", "b").forEach(s -> {
            int n = w.quiet(s).join();
            if (n > 3) {
                return;
            }
            out.add(n);
        });
        List.of("c").stream().map(x -> x + 1).forEach(s -> w.quiet(s).join());
        return out.size();
    }

    Optional<String> find(String k) throws IOException {
        int n = w.act(k);
        return n > 3 ? Optional.empty() : Optional.of(k + n);
    }

    @Job
    public int optional() throws IOException {
        int a = find("a")
                .map(s -> w.quiet(s).thenApply(n -> n > 4 ? null : n).join())
                .map(n -> n + 1)
                .orElseGet(() -> w.quiet("else").join());
        find("b").ifPresent(s -> w.quiet("p" + s).join());
        find("c").ifPresent(s -> {
            int n = w.quiet("q" + s).join();
            if (n > 2) {
                w.quiet("more").join();
            }
        });
        Optional<Integer> o = find("d").map(s -> w.quiet(s).join());
        return a
                + o.orElse(50)
                + find("e")
                        .flatMap(s -> w.quiet(s)
                                .thenApply(n -> n > 3 ? Optional.of(n) : Optional.<Integer>empty())
                                .join())
                        .orElse(w.ask("last").join());
    }

    @Job
    public int allOf() throws IOException {
        CompletableFuture<Integer> a = w.ask("a");
        CompletableFuture<Integer> b = w.ask("b");
        CompletableFuture.allOf(a, b).join();
        w.note("both");
        return a.join() * 10 + b.join();
    }

    @Job
    public int inTime() throws IOException, InterruptedException {
        try {
            return w.ask("a").get(5, TimeUnit.MINUTES) + w.act("x");
        } catch (TimeoutException e) {
            return w.act("late");
        } catch (ExecutionException e) {
            w.note("failed " + e.getCause().getMessage());
            return -1;
        }
    }

    @Job
    public int openedLater() throws IOException {
        try (World.Door door =
                w.ask("which").thenApply(n -> new World[] {w}).join()[0].open("d")) {
            return door.look() + w.ask("in").join();
        }
    }
}
