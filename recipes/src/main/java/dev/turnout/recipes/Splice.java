// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import dev.turnout.recipes.find.Change;
import dev.turnout.recipes.find.RuntimeTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.openrewrite.ExecutionContext;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.Statement;

/** Puts new methods into a class: their trees are set beside the old ones. */
final class Splice extends JavaIsoVisitor<ExecutionContext> {
    private static final String OF_TASK = "/** Facade for legacy workers; goes with FinishCutover. */";
    private static final String OF_OTHER = "/** Facade for callers that wait; goes with FinishCutover. */";

    private final Map<UUID, Change> changes;
    private final Methods methods;
    private final String lineBreak;
    private final TreeSet<String> imports = new TreeSet<>();

    private Splice(Map<UUID, Change> changes, Methods methods, String lineBreak) {
        this.lineBreak = lineBreak;
        this.changes = changes;
        this.methods = methods;
    }

    static J.CompilationUnit into(
            J.CompilationUnit unit, Map<UUID, Change> changes, Methods methods, ExecutionContext ctx) {
        boolean concerned = changes.values().stream()
                .anyMatch(change -> change.method().unit().getId().equals(unit.getId()));
        if (!concerned) {
            return unit;
        }
        Splice splice = new Splice(changes, methods, LineBreaks.of(unit));
        J.CompilationUnit changed = (J.CompilationUnit) splice.visitNonNull(unit, ctx);
        return changed == unit ? unit : Imports.adjust(unit, changed, splice.imports);
    }

    @Override
    public J.ClassDeclaration visitClassDeclaration(J.ClassDeclaration declaration, ExecutionContext ctx) {
        J.ClassDeclaration visited = super.visitClassDeclaration(declaration, ctx);
        boolean concerned =
                visited.getBody().getStatements().stream().anyMatch(member -> changes.containsKey(member.getId()));
        if (!concerned) {
            return visited;
        }
        List<Statement> members = new ArrayList<>();
        for (Statement member : visited.getBody().getStatements()) {
            Change change = changes.get(member.getId());
            if (change == null || !(member instanceof J.MethodDeclaration method)) {
                members.add(member);
            } else {
                members.addAll(replacement(method, change));
            }
        }
        return visited.withBody(visited.getBody().withStatements(members));
    }

    private List<Statement> replacement(J.MethodDeclaration method, Change change) {
        imports.addAll(change.composed().imports());
        String indent = lineBreak + Methods.indentOf(method);
        List<J.MethodDeclaration> written = methods.of(change);
        int count = change.composed().methods().size();
        List<Statement> members = new ArrayList<>();
        if (change.kind() == Change.Kind.FACADE) {
            imports.add(RuntimeTypes.FACADE);
            boolean task = change.composed().imports().contains(RuntimeTypes.ASYNC_TASK);
            members.add(facade(method, written.get(count), task ? OF_TASK : OF_OTHER, indent));
        } else if (change.kind() != Change.Kind.INSTEAD) {
            members.add(method);
        }
        for (J.MethodDeclaration one : written.subList(0, count)) {
            members.add(one.withPrefix(members.isEmpty() ? method.getPrefix() : Space.format(lineBreak + indent)));
        }
        return members;
    }

    private static J.MethodDeclaration facade(
            J.MethodDeclaration method, J.MethodDeclaration written, String doc, String indent) {
        J.MethodDeclaration changed = method.withBody(written.getBody());
        if (!method.getPrefix().getComments().isEmpty()) {
            return changed;
        }
        String whitespace = method.getPrefix().getWhitespace();
        return changed.withPrefix(Space.format((whitespace.contains("\n") ? whitespace : indent) + doc + indent));
    }
}
