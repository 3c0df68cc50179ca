// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;
import java.nio.file.*;
import java.util.*;
public class Play {
    public static void main(String[] a) throws Exception {
        List<Path> cp = Arrays.stream(Files.readString(Path.of(a[1])).trim().split(":")).map(Path::of).toList();
        Path root = Path.of(a[0]);
        Map<String,String> src = new TreeMap<>();
        try (var s = Files.walk(root.resolve("src"))) { for (Path p : (Iterable<Path>) s.filter(x -> x.toString().endsWith(".java"))::iterator) src.put(root.relativize(p).toString(), Files.readString(p)); }
        var rw = new Rewriter(cp);
        var run = rw.run(new Inventory(), src);
        System.out.println("== tasks"); run.getDataTableRows(dev.turnout.recipes.table.Tasks.class).forEach(System.out::println); run.getDataTableRows(dev.turnout.recipes.table.Sites.class).forEach(System.out::println);
        var out = rw.rewrite(new CreateAsyncTwins(), src);
        for (var e : out.entrySet()) if (!e.getValue().equals(src.get(e.getKey()))) { Path t = Path.of(a[2]).resolve(e.getKey()); Files.createDirectories(t.getParent()); Files.writeString(t, e.getValue()); }
    }
}
