namespace Fathom.Validation;

/// <summary>Efron's bootstrap (1979): observations drawn one by one. Right for independent observations only.</summary>
public sealed record IidBootstrap : BlockBootstrap
{
    internal override void Check(int observations) { }

    internal override int Draw(Span<Block> blocks, int observations, ref RandomStream random)
    {
        for (int i = 0; i < observations; i++)
            blocks[i] = new Block(random.NextInt(observations), 1);
        return observations;
    }
}
