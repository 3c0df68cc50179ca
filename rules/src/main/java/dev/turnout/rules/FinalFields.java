// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** Final fields of the scope, and the class of the one object that is ever put into each. */
final class FinalFields {
    private final Set<Source.Field> fields = new HashSet<>();

    /** Empty where several are put in, or it is not seen what. */
    private final Map<Source.Field, String> classes = new HashMap<>();

    void note(ClassNode node) {
        node.fields.stream()
                .filter(field -> (field.access & Opcodes.ACC_FINAL) != 0)
                .forEach(field -> fields.add(new Source.Field(node.name, field.name, field.desc)));
    }

    /** What {@code methods} put into the fields that were noted. */
    void noteAssigned(List<Method> methods) {
        for (Method method : methods) {
            for (Body.Assigned assigned : method.body.assigned) {
                if (fields.contains(assigned.field())) {
                    Set<Source> sources = assigned.value().sources();
                    String type = sources.size() == 1 && sources.iterator().next() instanceof Source.New made
                            ? made.type()
                            : "";
                    classes.merge(assigned.field(), type, (one, other) -> one.equals(other) ? one : "");
                }
            }
        }
    }

    /** The class of the one object in the final field which the receiver is read from. */
    Optional<String> receiver(Call call) {
        return call.isDirect() || call.value(0).sources().size() != 1
                ? Optional.empty()
                : call.value(0)
                        .all(Source.Field.class)
                        .map(field -> classes.getOrDefault(field, ""))
                        .filter(type -> !type.isEmpty())
                        .findFirst();
    }
}
