package com.example.notebooks.summary;

import com.example.notebooks.audit.AuditLog;
import com.example.notebooks.notebook.Notebook;
import com.example.notebooks.notebook.NotebookNotFoundException;
import com.example.notebooks.notebook.NotebookRepository;
import com.example.notebooks.source.Source;
import com.example.notebooks.source.SourceNotFoundException;
import com.example.notebooks.source.SourceRepository;
import org.jobrunr.jobs.annotations.Job;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
public class SummaryTasks {

    private static final int HEADLINE = 80;
    private static final int MAX_SUMMARY = 4_000;
    private static final int PASSAGE = 400;

    private final NotebookRepository notebooks;
    private final SourceRepository sources;
    private final PassageRepository passages;
    private final AuditLog auditLog;

    public SummaryTasks(
            NotebookRepository notebooks, SourceRepository sources, PassageRepository passages, AuditLog auditLog) {
        this.notebooks = notebooks;
        this.sources = sources;
        this.passages = passages;
        this.auditLog = auditLog;
    }

    @Job(name = "Summarise notebook %0")
    @Transactional
    public void summarise(String notebookId) {
        Notebook notebook =
                notebooks.findById(notebookId).orElseThrow(() -> new NotebookNotFoundException(notebookId));
        StringBuilder summary = new StringBuilder();
        int words = 0;
        for (Source source : sources.findByNotebookIdOrderById(notebookId)) {
            String text = source.getText();
            if (text == null) {
                continue;
            }
            words += text.split("\\s+").length;
            if (summary.length() + HEADLINE + 1 < MAX_SUMMARY) {
                summary.append(text, 0, Math.min(HEADLINE, text.length())).append('\n');
            }
        }
        notebook.summarised(summary.toString(), words);
        auditLog.record(notebookId, "notebook.summarised", words + " words");
    }

    @Job(name = "Split source %0 into passages")
    @Transactional
    public void splitIntoPassages(long sourceId) {
        Source source = sources.findById(sourceId).orElseThrow(() -> new SourceNotFoundException(sourceId));
        String text = source.getText();
        if (text == null || text.isBlank()) {
            return;
        }
        passages.deleteBySource(sourceId);
        int position = 0;
        for (int start = 0; start < text.length(); start += PASSAGE) {
            int end = Math.min(start + PASSAGE, text.length());
            passages.save(new Passage(sourceId, position, text.substring(start, end)));
            position++;
        }
    }
}
