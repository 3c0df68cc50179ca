package com.example.notebooks.imports;

import com.example.notebooks.notebook.Notebook;
import com.example.notebooks.notebook.NotebookRepository;
import com.example.notebooks.source.Source;
import com.example.notebooks.source.SourceRepository;
import com.example.notebooks.tenant.Tenants;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The notebooks and sources of an import, written in batches and committed before the first job is enqueued. */
@Service
class ImportRows {

    private static final String TEXT =
            "Notebooks keep what you read in one place. A page is fetched once, kept as it was, and made searchable. "
                    + "Files are treated the same way, whatever they contain. ";

    private final NotebookRepository notebooks;
    private final SourceRepository sources;

    ImportRows(NotebookRepository notebooks, SourceRepository sources) {
        this.notebooks = notebooks;
        this.sources = sources;
    }

    @Transactional
    public List<ImportRow> create(ImportRequest request, String datasetId, String textKey, String scanKey) {
        List<TaskKind> kinds = request.kinds();
        int rounds = (request.count() + kinds.size() - 1) / kinds.size();
        List<Notebook> created = new ArrayList<>(rounds);
        for (int round = 0; round < rounds; round++) {
            Notebook notebook = new Notebook(Tenants.current(), request.userId(), "Imported notebook " + round);
            notebook.useDataset(datasetId);
            created.add(notebook);
        }
        notebooks.saveAll(created);

        List<Source> files = new ArrayList<>();
        List<ImportRow> rows = new ArrayList<>(request.count());
        for (int number = 0; number < request.count(); number++) {
            TaskKind kind = kinds.get(number % kinds.size());
            Notebook notebook = created.get(number / kinds.size());
            if (needsSource(kind)) {
                boolean scan = number / kinds.size() % 2 == 1;
                files.add(file(notebook, request.userId(), number, scan, scan ? scanKey : textKey));
            }
        }
        sources.saveAll(files);

        int next = 0;
        for (int number = 0; number < request.count(); number++) {
            TaskKind kind = kinds.get(number % kinds.size());
            String notebookId = created.get(number / kinds.size()).getId();
            long sourceId = needsSource(kind) ? files.get(next++).getId() : 0;
            rows.add(new ImportRow(kind, number, notebookId, sourceId));
        }
        return rows;
    }

    private static Source file(Notebook notebook, long userId, int number, boolean scan, String key) {
        Source source = Source.file(
                notebook.getId(),
                userId,
                "file-" + number + (scan ? ".pdf" : ".txt"),
                scan ? "application/pdf" : "text/plain",
                key);
        source.extracted(TEXT.repeat(4));
        return source;
    }

    private static boolean needsSource(TaskKind kind) {
        return switch (kind) {
            case PROCESS_FILE, SPLIT, MIRROR, PREVIEW -> true;
            default -> false;
        };
    }
}
