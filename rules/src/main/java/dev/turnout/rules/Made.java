// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Of which types there are objects: the scope makes them, or a container does. */
final class Made {
    /** Simple names of annotations on classes of which a container makes one object, at start-up. */
    private static final Set<String> SINGLETONS = Set.of(
            "Component;",
            "Service;",
            "Repository;",
            "Controller;",
            "RestController;",
            "Configuration;",
            "Singleton;",
            "ApplicationScoped;");

    /** Of classes of which it makes objects when they are asked for. */
    private static final Set<String> ON_DEMAND = Set.of("Named;", "RequestScoped;", "Dependent;", "Stateless;");

    private final Set<String> objects = new HashSet<>();
    private final Set<String> functions = new HashSet<>();
    private final Set<String> singletons = new HashSet<>();

    /** What {@code node} makes, and whether a container makes one of it. */
    void note(ClassNode node, Annotations annotations) {
        if (annotations.haveOneNamed(SINGLETONS)) {
            singletons.add(node.name);
            objects.add(node.name);
        }
        if (annotations.haveOneNamed(ON_DEMAND)) {
            objects.add(node.name);
        }
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode insn : method.instructions) {
                if (insn instanceof TypeInsnNode type && type.getOpcode() == Opcodes.NEW) {
                    objects.add(type.desc);
                } else if (insn instanceof InvokeDynamicInsnNode indy) {
                    noteReferences(indy);
                }
            }
        }
    }

    private void noteReferences(InvokeDynamicInsnNode indy) {
        for (Object argument : indy.bsmArgs) {
            if (argument instanceof Handle handle && handle.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
                objects.add(handle.getOwner());
            }
        }
    }

    void noteFunctions(Body body) {
        body.lambdas.forEach(lambda -> functions.add(lambda.type()));
    }

    /** Whether a container makes one object of {@code type}. */
    boolean isSingleton(String type) {
        return singletons.contains(type);
    }

    /** Whether an object of {@code type} is seen to be made in the scope, or is made by a container. */
    boolean hasObjects(String type) {
        return objects.contains(type);
    }

    /** Whether lambdas of {@code type} are made in the scope, beside what its classes are. */
    boolean hasFunctions(String type) {
        return functions.contains(type);
    }
}
