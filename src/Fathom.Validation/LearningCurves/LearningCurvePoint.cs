namespace Fathom.Validation;

/// <summary>Scores at one size of the training sets.</summary>
/// <param name="Fraction">Share of every training set that was used.</param>
/// <param name="TrainSize">Mean number of training labels used.</param>
/// <param name="TrainScores">Per split, the score on the training labels used.</param>
/// <param name="TestScores">Per split, the score on the test labels.</param>
public sealed record LearningCurvePoint(double Fraction, double TrainSize, double[] TrainScores, double[] TestScores)
{
    /// <summary>Mean score in training.</summary>
    public double MeanTrainScore => SpanMath.Mean(TrainScores);

    /// <summary>Mean score out of sample.</summary>
    public double MeanTestScore => SpanMath.Mean(TestScores);
}
