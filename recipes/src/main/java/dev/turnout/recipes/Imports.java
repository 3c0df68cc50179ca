// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.openrewrite.Cursor;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.Tree;
import org.openrewrite.java.JavaParser;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Space;

/** Adds and removes imports by what stands in the text, since new methods carry no types. */
final class Imports {
    private Imports() {}

    static J.CompilationUnit adjust(J.CompilationUnit unit, Set<String> wanted) {
        List<J.Import> imports = new ArrayList<>(unit.getImports());
        for (String name : wanted) {
            String owner = name.substring(0, name.lastIndexOf('.'));
            boolean there = imports.stream()
                    .anyMatch(one -> !one.isStatic()
                            && (one.getTypeName().equals(name)
                                    || one.getTypeName().equals(owner + ".*")));
            if (!there && !owner.equals(packageOf(unit))) {
                insert(imports, parse(name));
            }
        }
        String body = body(unit);
        imports.removeIf(one -> !one.isStatic()
                && !one.getQualid().getSimpleName().equals("*")
                && !body.matches("(?s).*\\b" + one.getQualid().getSimpleName() + "\\b.*"));
        return unit.withImports(imports);
    }

    private static String packageOf(J.CompilationUnit unit) {
        return unit.getPackageDeclaration() == null
                ? ""
                : unit.getPackageDeclaration().getExpression().toString().replace(" ", "");
    }

    private static String body(J.CompilationUnit unit) {
        StringBuilder text = new StringBuilder();
        unit.getClasses()
                .forEach(type -> text.append(type.print(new Cursor(new Cursor(null, Cursor.ROOT_VALUE), unit))));
        return text.toString();
    }

    /** Puts an import where the order of names wants it, into the block of its neighbours. */
    private static void insert(List<J.Import> imports, J.Import added) {
        int place = -1;
        for (int i = 0; i < imports.size(); i++) {
            J.Import one = imports.get(i);
            if (!one.isStatic()
                    && Comparator.<String>naturalOrder().compare(one.getTypeName(), added.getTypeName()) < 0) {
                place = i;
            }
        }
        if (place >= 0) {
            imports.add(place + 1, added.withPrefix(Space.format("\n")));
            return;
        }
        int first = 0;
        while (first < imports.size() && imports.get(first).isStatic()) {
            first++;
        }
        Space prefix = first < imports.size() ? imports.get(first).getPrefix() : Space.format("\n\n");
        if (first < imports.size()) {
            imports.set(first, imports.get(first).withPrefix(Space.format("\n")));
        }
        imports.add(first, added.withPrefix(prefix));
    }

    private static J.Import parse(String name) {
        J.CompilationUnit unit = JavaParser.fromJavaVersion()
                .logCompilationWarningsAndErrors(false)
                .build()
                .parse(new InMemoryExecutionContext(failure -> {}), "import " + name + ";\nclass A {}\n")
                .map(J.CompilationUnit.class::cast)
                .findFirst()
                .orElseThrow();
        J.Import parsed = unit.getImports().get(0);
        return parsed.withId(Tree.randomId());
    }
}
