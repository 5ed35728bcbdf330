#:project ../src/Fathom.Validation/Fathom.Validation.csproj

// Labels that look 20 days ahead: plain folds leak, purged folds with an embargo do not. Both are drawn.
using Fathom.Validation;

LabelSpans spans = LabelSpan.Horizon(observations: 500, horizon: 20);
Embargo embargo = Embargo.Fraction(0.01);
ISplitter plain = new KFold(5), purged = new PurgedKFold(5) { Embargo = embargo };

foreach (ISplitter splitter in new[] { plain, purged })
{
    Console.WriteLine(FoldDiagram.ToText(spans, splitter, width: 100));
    foreach (LeakReport report in LeakDetector.Inspect(spans, splitter, embargo))
        Console.WriteLine(report);
    Console.WriteLine();
}

File.WriteAllText("purged-folds.svg", FoldDiagram.ToSvg(spans, purged));
Console.WriteLine("The picture is in purged-folds.svg.");
