// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openrewrite.Cursor;
import org.openrewrite.Tree;
import org.openrewrite.internal.ListUtils;
import org.openrewrite.java.tree.Comment;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JLeftPadded;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.TypeTree;
import org.openrewrite.marker.Markers;

/** Adds imports, and removes those whose use went, by what stands in the text: new methods carry no types. */
final class Imports {
    /** Stands before the name of a method that is imported. */
    private static final String STATIC = "static ";

    private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\w$]*");

    private J.CompilationUnit unit;
    private final String lineBreak;
    private final List<J.Import> imports;

    private Imports(J.CompilationUnit unit) {
        this.unit = unit;
        this.lineBreak = LineBreaks.of(unit);
        this.imports = new ArrayList<>(unit.getImports());
    }

    /** {@code changed} with the imports that it needs; {@code before} is what the file was. */
    static J.CompilationUnit adjust(J.CompilationUnit before, J.CompilationUnit changed, Set<String> wanted) {
        Imports imports = new Imports(changed);
        wanted.forEach(imports::add);
        imports.removeUnused(names(before));
        return imports.unit.withImports(imports.imports);
    }

    private void add(String wanted) {
        boolean isStatic = wanted.startsWith(STATIC);
        String name = isStatic ? wanted.substring(STATIC.length()) : wanted;
        String owner = name.substring(0, name.lastIndexOf('.'));
        boolean there = imports.stream()
                .filter(one -> one.isStatic() == isStatic)
                .map(Imports::nameOf)
                .anyMatch(one -> one.equals(name) || one.equals(owner + ".*"));
        if (!there && (isStatic || !owner.equals(packageOf(unit)))) {
            insert(importOf(name, isStatic));
        }
    }

    private void removeUnused(Set<String> before) {
        Set<String> after = names(unit);
        imports.removeIf(one -> {
            String name = one.getQualid().getSimpleName();
            return before.contains(name) && !after.contains(name);
        });
    }

    private static String nameOf(J.Import one) {
        return one.getQualid().toString().replace(" ", "");
    }

    private static String packageOf(J.CompilationUnit unit) {
        return unit.getPackageDeclaration() == null
                ? ""
                : unit.getPackageDeclaration().getExpression().toString().replace(" ", "");
    }

    /** Names in the text below the imports. */
    private static Set<String> names(J.CompilationUnit unit) {
        Set<String> names = new HashSet<>();
        Cursor cursor = new Cursor(new Cursor(null, Cursor.ROOT_VALUE), unit);
        unit.getClasses().forEach(type -> {
            Matcher name = NAME.matcher(type.print(cursor));
            while (name.find()) {
                names.add(name.group());
            }
        });
        return names;
    }

    /** Puts an import where the order of names wants it, into the block of its neighbours. */
    private void insert(J.Import added) {
        int place = -1;
        for (int i = 0; i < imports.size(); i++) {
            J.Import one = imports.get(i);
            if (one.isStatic() == added.isStatic()
                    && Comparator.<String>naturalOrder().compare(nameOf(one), nameOf(added)) < 0) {
                place = i;
            }
        }
        if (place >= 0) {
            imports.add(place + 1, added.withPrefix(behind(place)));
            return;
        }
        int first = 0;
        while (first < imports.size() && imports.get(first).isStatic() != added.isStatic()) {
            first++;
        }
        Space prefix = first < imports.size()
                ? imports.get(first).getPrefix()
                : Space.format(unit.getPackageDeclaration() == null && imports.isEmpty() ? "" : lineBreak + lineBreak);
        if (first < imports.size()) {
            imports.set(first, imports.get(first).withPrefix(Space.format(lineBreak)));
        }
        imports.add(first, added.withPrefix(prefix));
    }

    /** The space before what comes behind an import; a comment in the line of that stays there. */
    private Space behind(int place) {
        boolean last = place + 1 == imports.size();
        if (last && unit.getClasses().isEmpty()) {
            return Space.format(lineBreak);
        }
        Space next = last
                ? unit.getClasses().get(0).getPrefix()
                : imports.get(place + 1).getPrefix();
        if (next.getComments().isEmpty() || next.getWhitespace().contains("\n")) {
            return Space.format(lineBreak);
        }
        Comment comment = next.getComments().get(0);
        Space rest = Space.build(
                comment.getSuffix(),
                next.getComments().subList(1, next.getComments().size()));
        if (last) {
            unit = unit.withClasses(ListUtils.mapFirst(unit.getClasses(), type -> type.withPrefix(rest)));
        } else {
            imports.set(place + 1, imports.get(place + 1).withPrefix(rest));
        }
        return Space.build(next.getWhitespace(), List.of(comment.withSuffix(lineBreak)));
    }

    private static J.Import importOf(String name, boolean isStatic) {
        Space space = isStatic ? Space.SINGLE_SPACE : Space.EMPTY;
        J.FieldAccess path = TypeTree.build(name);
        return new J.Import(
                Tree.randomId(),
                Space.EMPTY,
                Markers.EMPTY,
                new JLeftPadded<>(space, isStatic, Markers.EMPTY),
                path.withPrefix(Space.SINGLE_SPACE),
                null);
    }
}
