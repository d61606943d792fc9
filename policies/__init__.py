"""What a policy is: models, vocabulary and the circulars that ship. Imports nothing of ours."""
