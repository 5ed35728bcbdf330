namespace Fathom.Validation.Tests;

/// <summary>Spans of random start and length, in random order.</summary>
internal static class RandomSpans
{
    public static LabelSpans Draw(Random random, int labels)
    {
        var start = new int[labels];
        var end = new int[labels];
        int longest = random.Next(1, 12);
        for (int i = 0; i < labels; i++)
        {
            start[i] = random.Next(labels * 3);
            end[i] = start[i] + 1 + random.Next(longest);
        }

        return LabelSpan.FromIndexes(start, end);
    }
}
