// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.JobOrder.Call;
import dev.turnout.runtime.queue.Form;
import dev.turnout.runtime.task.ReturnTypes;
import dev.turnout.runtime.task.TaskAddress;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Writes calls down in the form of one queue. */
final class Written {
    private final Form form;
    private final Naming naming;
    private final Arguments arguments;
    private final NamedMethods methods = new NamedMethods();

    Written(Form form, ReturnTypes returns) {
        this.form = form;
        this.naming = new Naming(form, returns);
        this.arguments = new Arguments(form);
    }

    Form form() {
        return form;
    }

    Call call(Serializable reference, @Nullable Object[] values) {
        MethodReference target = MethodReference.of(reference);
        Naming.Named named = naming.of(target);
        @Nullable Object[] stored = Arguments.stored(target.method(), values);
        return new Call(named.task(), arguments.of(named.task(), stored), form.declared(named.method(), stored));
    }

    Call named(TaskAddress task, @Nullable Object[] values) {
        TaskAddress named = naming.of(task);
        Form.Declared declared =
                methods.of(named).map(method -> form.declared(method, values)).orElse(Form.Declared.NOTHING);
        return new Call(named, arguments.of(named, values), declared);
    }
}
