namespace Fathom.Trees;

/// <summary>
/// Cox's negative log partial likelihood (Cox 1972), per failure: −Σ w·(score − log Σ w·e^score over the rows still at risk), with Breslow's treatment of ties:
/// rows that fail at the same time are all at risk for each other. Censored rows have negative times.
/// </summary>
internal sealed class CoxObjective : ISetObjective
{
    public string Name => "cox";

    public int Outputs => 1;

    public void CheckLabels(ReadOnlySpan<double> labels)
    {
        bool any = false;
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] == 0)
                throw new ArgumentException($"Time {row} is 0; survival times are positive, those of censored rows negative. Use {nameof(SurvivalTimes)}.");
            any |= labels[row] > 0;
        }
        if (!any)
            throw new ArgumentException("Every row is censored: no failure says which risks are greater.");
    }

    public void CheckTargets(TargetSet targets)
    {
        if (FailureWeight(targets) == 0)
            throw new ArgumentException("The weights of all rows that fail are 0: no failure says which risks are greater.");
    }

    /// <summary>A constant cancels out of the partial likelihood.</summary>
    public void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores) => scores[0] = 0;

    public void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians)
    {
        (float[] first, float[] second) = (new float[labels.Length], new float[labels.Length]);
        Derivatives(new(labels.ToArray(), null, null), scores.ToArray(), first, second);
        first.CopyTo(gradients);
        second.CopyTo(hessians);
    }

    public void Derivatives(TargetSet targets, double[] scores, float[] gradients, float[] hessians, Workers workers) =>
        Derivatives(targets, scores, gradients, hessians);

    public double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores) =>
        Loss(new(labels.ToArray(), weights.IsEmpty ? null : weights.ToArray(), null), scores.ToArray());

    public double MeanLoss(TargetSet targets, double[] scores, Workers workers) => Loss(targets, scores) / FailureWeight(targets);

    public void ToPrediction(Span<double> scores) => scores[0] = Math.Exp(scores[0]);

    private static void Derivatives(TargetSet targets, double[] scores, float[] gradients, float[] hessians)
    {
        (double[] risks, double[] atRisk, _) = Risks(targets, scores);
        int[] order = targets.ByAbsoluteLabel;
        double hazard = 0, squares = 0;
        for (int start = 0; start < order.Length;)
        {
            int end = EndOfTime(targets, start);
            double failures = 0;
            for (int i = start; i < end; i++)
                failures += targets.Labels[order[i]] > 0 ? targets.WeightOf(order[i]) : 0;
            if (failures > 0)
            {
                hazard += failures / atRisk[start];
                squares += failures / (atRisk[start] * atRisk[start]);
            }
            for (int i = start; i < end; i++)
            {
                int row = order[i];
                double risk = risks[row];
                gradients[row] = (float)(risk * hazard - (targets.Labels[row] > 0 ? targets.WeightOf(row) : 0));
                hessians[row] = (float)Math.Max(0, risk * hazard - risk * risk * squares);
            }
            start = end;
        }
    }

    private static double Loss(TargetSet targets, double[] scores)
    {
        (_, double[] atRisk, double shift) = Risks(targets, scores);
        int[] order = targets.ByAbsoluteLabel;
        double sum = 0;
        for (int start = 0; start < order.Length;)
        {
            int end = EndOfTime(targets, start);
            for (int i = start; i < end; i++)
            {
                int row = order[i];
                if (targets.Labels[row] > 0 && targets.WeightOf(row) > 0)
                    sum += targets.WeightOf(row) * (Math.Log(atRisk[start]) + shift - scores[row]);
            }
            start = end;
        }
        return sum;
    }

    /// <summary>w·e^(score − shift) per row, and its sum from each place of the order of times to the end.</summary>
    private static (double[] Risks, double[] AtRisk, double Shift) Risks(TargetSet targets, double[] scores)
    {
        double shift = scores.Max();
        var risks = new double[scores.Length];
        for (int row = 0; row < risks.Length; row++)
            risks[row] = targets.WeightOf(row) * Math.Exp(scores[row] - shift);
        int[] order = targets.ByAbsoluteLabel;
        var atRisk = new double[order.Length];
        double sum = 0;
        for (int i = order.Length - 1; i >= 0; i--)
            atRisk[i] = sum += risks[order[i]];
        return (risks, atRisk, shift);
    }

    private static int EndOfTime(TargetSet targets, int start)
    {
        int[] order = targets.ByAbsoluteLabel;
        double time = Math.Abs(targets.Labels[order[start]]);
        int end = start + 1;
        while (end < order.Length && Math.Abs(targets.Labels[order[end]]) == time)
            end++;
        return end;
    }

    private static double FailureWeight(TargetSet targets)
    {
        double sum = 0;
        for (int row = 0; row < targets.Rows; row++)
            sum += targets.Labels[row] > 0 ? targets.WeightOf(row) : 0;
        return sum;
    }
}
